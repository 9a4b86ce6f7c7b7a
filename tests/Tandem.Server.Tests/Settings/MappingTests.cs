using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Server.Tests.Settings;

/// <summary>Reading <c>tandem.json</c>.</summary>
public sealed class MappingTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_file_the_usual_names_hold() =>
        Assert.Same(Mapping.Default, TandemSettings.From([Given.Environment()], _folder.Path).Of("default").Mapping);

    [Fact]
    public void Types_fields_directions_and_conflicts_are_taken_from_the_file()
    {
        var mapping = Read(
            """
            {
              // Our shop's own names.
              "$schema": "./tandem.schema.json",
              "product": {
                "type": "shopProduct",
                "fields": {
                  "name": "title",
                  "description": { "path": "body", "direction": "toStripe", "conflict": "ask" },
                  "metadata.brand": false,
                },
              },
              "price": { "type": "shopPrice", "fields": { "unit_amount": { "path": "amount", "decimal": "exactAmount", "conflict": "stripe" } } },
            }
            """);

        Assert.Equal(("shopProduct", "shopPrice"), (mapping.Schema.ProductType, mapping.Schema.PriceType));
        Assert.Equal("title", mapping.Schema.Find(Kind.Product, FieldNames.Name)!.Name);
        Assert.Equal(("amount", "exactAmount"), (mapping.Schema.Find(Kind.Price, FieldNames.UnitAmount)!.Name, mapping.Schema.Find(Kind.Price, FieldNames.UnitAmount)!.Companion));
        Assert.Null(mapping.Schema.Find(Kind.Product, FieldNames.Brand));
        Assert.Equal((Direction.ToStripe, Winner.Ask), (mapping.Policy.Rule(Kind.Product, FieldNames.Description)!.Direction, mapping.Policy.Rule(Kind.Product, FieldNames.Description)!.Winner));
        Assert.Equal(Direction.Off, mapping.Policy.Rule(Kind.Product, FieldNames.Brand)!.Direction);
        Assert.Equal(Winner.Stripe, mapping.Policy.Rule(Kind.Price, FieldNames.UnitAmount)!.Winner);
        Assert.Equal("Price.unit_amount=amount exactAmount\nProduct.description=body\nProduct.name=title", mapping.Policy.Mapping);
    }

    [Theory]
    [InlineData(""" "direction": "toSanity" """, Winner.Stripe)]
    [InlineData(""" "conflict": "ask", "direction": "toSanity" """, Winner.Ask)]
    [InlineData(""" "direction": "toSanity", "conflict": "sanity" """, Winner.Sanity)]
    [InlineData(""" "direction": "toStripe" """, Winner.Sanity)]
    [InlineData(""" "direction": "both" """, Winner.Sanity)]
    public void A_field_that_travels_one_way_is_decided_where_it_comes_from_unless_the_file_says_otherwise(string said, Winner winner) =>
        Assert.Equal(winner, Read($$"""{ "product": { "fields": { "description": { {{said}} } } } }""").Policy.Rule(Kind.Product, FieldNames.Description)!.Winner);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "product": {}, "price": { "fields": {} } }""")]
    [InlineData("""{ "product": { "type": "product", "fields": { "name": "name", "description": {} } } }""")]
    public void What_says_nothing_new_changes_nothing(string text)
    {
        var mapping = Read(text);
        Assert.Equal("", mapping.Policy.Mapping);
        Assert.Equal(Policy.Default.Rules.Order(ByName), mapping.Policy.Rules.Order(ByName));
        Assert.Equal(SanitySchema.Default.Fields.Select(field => $"{field}").Order(), mapping.Schema.Fields.Select(field => $"{field}").Order());
    }

    [Theory]
    [InlineData("[]", "tandem.json", "must be an object in braces.")]
    [InlineData("{", "tandem.json", "is no JSON that can be read, in line 1: ")]
    [InlineData("{\n\n broken }", "tandem.json", "in line 3: 'b' is an invalid start of a property name")]
    [InlineData("""{ "product": {}, "product": {} }""", "tandem.json", "is no JSON that can be read")]
    [InlineData("""{ "products": {} }""", "tandem.json: products", "product, price and connections are.")]
    [InlineData("""{ "product": { "field": {} } }""", "tandem.json: product.field", "type, fields, only and except are.")]
    [InlineData("""{ "product": { "hold": false } }""", "tandem.json: product.hold", "type, fields, only and except are.")]
    [InlineData("""{ "price": { "keep": true } }""", "tandem.json: price.keep", "type, fields, embedded, only, except and hold are.")]
    [InlineData("""{ "product": { "only": true } }""", "tandem.json: product.only", "must be an object in braces.")]
    [InlineData("""{ "product": { "only": { "a b": true } } }""", "tandem.json: product.only.a b", "does not lead to a field")]
    [InlineData("""{ "product": { "except": { "tags": ["x"] } } }""", "tandem.json: product.except.tags", "a text, a number, true or false.")]
    [InlineData("""{ "price": { "hold": true } }""", "tandem.json: price.hold", "must be an object in braces.")]
    [InlineData("""{ "price": { "hold": { "factor": 1 } } }""", "tandem.json: price.hold.factor", "a number above 1, or false")]
    [InlineData("""{ "price": { "hold": { "zeros": true } } }""", "tandem.json: price.hold.zeros", "zero and currency (true or false) are.")]
    [InlineData("""{ "product": { "type": "my-type" } }""", "tandem.json: product.type", "must be a name that the Studio allows")]
    [InlineData("""{ "product": { "type": 7 } }""", "tandem.json: product.type", "must be a name that the Studio allows")]
    [InlineData("""{ "product": { "type": "price" } }""", "tandem.json", "must be documents of different types")]
    [InlineData("""{ "product": { "fields": { "nam": "title" } } }""", "tandem.json: product.fields.nam", "these are: name, description, active, images, metadata.brand, default_price, tax_code, ")]
    [InlineData("""{ "product": { "fields": { "name": "_title" } } }""", "tandem.json: product.fields.name", "must lead to a field as the Studio allows them")]
    [InlineData("""{ "product": { "fields": { "name": "1st" } } }""", "tandem.json: product.fields.name", "must lead to a field as the Studio allows them")]
    [InlineData("""{ "product": { "fields": { "name": "title[en]" } } }""", "tandem.json: product.fields.name", "title[en].value")]
    [InlineData("""{ "product": { "fields": { "name": { "path": "title." } } } }""", "tandem.json: product.fields.name.path", "seo.title")]
    [InlineData("""{ "product": { "fields": { "name": "description.en" } } }""", "tandem.json: product.fields", "let name lie inside of \"description\", which description uses")]
    [InlineData("""{ "price": { "fields": { "nickname": "product.name" } } }""", "tandem.json: price.fields", "let nickname lie inside of \"product\", which Tandem itself uses")]
    [InlineData("""{ "product": { "fields": { "name": true } } }""", "tandem.json: product.fields.name", "false to leave the field alone")]
    [InlineData("""{ "product": { "fields": { "name": false } } }""", "tandem.json: product.fields.name", "neither side has products without a name")]
    [InlineData("""{ "product": { "fields": { "name": { "direction": "toSanity" } } } }""", "tandem.json: product.fields.name", "can only travel both ways: neither side has products without a name.")]
    [InlineData("""{ "product": { "fields": { "name": { "direction": "out" } } } }""", "tandem.json: product.fields.name.direction", "must be one of \"both\", \"toStripe\", \"toSanity\", \"off\".")]
    [InlineData("""{ "product": { "fields": { "name": { "conflict": 1 } } } }""", "tandem.json: product.fields.name.conflict", "must be one of \"sanity\", \"stripe\", \"ask\".")]
    [InlineData("""{ "product": { "fields": { "name": { "winner": "ask" } } } }""", "tandem.json: product.fields.name.winner", "path, direction and conflict are, and as.")]
    [InlineData("""{ "product": { "fields": { "name": { "decimal": "x" } } } }""", "tandem.json: product.fields.name.decimal", "path, direction and conflict are, and as.")]
    [InlineData("""{ "product": { "fields": { "active": { "direction": "toStripe" } } } }""", "tandem.json: product.fields.active", "can only travel both ways: both sides must know what is sold.")]
    [InlineData("""{ "price": { "fields": { "currency": false } } }""", "tandem.json: price.fields.currency", "cannot be left alone: it is part of what a price is.")]
    [InlineData("""{ "price": { "fields": { "lookup_key": { "direction": "off" } } } }""", "tandem.json: price.fields.lookup_key", "cannot be left alone: both sides must know what is sold.")]
    [InlineData("""{ "product": { "fields": { "name": "brand" } } }""", "tandem.json: product.fields", "metadata.brand")]
    [InlineData("""{ "product": { "fields": { "name": "stripeProductId" } } }""", "tandem.json: product.fields", "Tandem itself")]
    [InlineData("""{ "price": { "fields": { "unit_amount": { "as": "cents" } } } }""", "tandem.json: price.fields.unit_amount.as", "must be one of \"minorUnits\", \"majorUnits\".")]
    [InlineData("""{ "price": { "fields": { "currency": { "as": "text" } } } }""", "tandem.json: price.fields.currency.as", "path, direction and conflict are.")]
    [InlineData("""{ "product": { "fields": { "images": { "width": 0 } } } }""", "tandem.json: product.fields.images.width", "pixels from 1 to 8192")]
    [InlineData("""{ "product": { "fields": { "images": { "format": "gif" } } } }""", "tandem.json: product.fields.images.format", "\"webp\"")]
    [InlineData("""{ "product": { "fields": { "images": { "download": ["files.stripe.com"] } } } }""", "tandem.json: product.fields.images.download", "\"both\" or \"toSanity\"")]
    [InlineData("""{ "product": { "fields": { "images": { "direction": "toStripe", "download": [] } } } }""", "tandem.json: product.fields.images.download", "\"both\" or \"toSanity\"")]
    [InlineData("""{ "product": { "fields": { "images": { "direction": "both", "download": "files.stripe.com" } } } }""", "tandem.json: product.fields.images.download", "must be a list of hosts")]
    [InlineData("""{ "product": { "fields": { "images": { "direction": "both", "download": ["a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b","a.b"] } } } }""", "tandem.json: product.fields.images.download", "at most 20")]
    [InlineData("""{ "product": { "fields": { "name": { "download": ["a.b"] } } } }""", "tandem.json: product.fields.name.download", "and as.")]
    [InlineData("""{ "product": { "fields": { "description": { "width": 9 } } } }""", "tandem.json: product.fields.description.width", "and as.")]
    [InlineData("""{ "product": { "fields": { "name": { "as": "slug" } } } }""", "tandem.json: product.fields.name.as", "must be one of \"text\", \"portableText\".")]
    [InlineData("""{ "product": { "fields": { "metadata.a b": {} } } }""", "tandem.json: product.fields.metadata.a b", "needs the name of the document's field")]
    [InlineData("""{ "product": { "fields": { "metadata.sanity_id": "mark" } } }""", "tandem.json: product.fields.metadata.sanity_id", "Tandem's own mark")]
    [InlineData("""{ "price": { "fields": { "metadata.a[b]": "a" } } }""", "tandem.json: price.fields.metadata.a[b]", "brackets")]
    [InlineData("""{ "price": { "fields": { "metadata.": "a" } } }""", "tandem.json: price.fields.metadata.", "is no field of a price")]
    [InlineData("""{ "product": { "fields": { "metadata": "tags", "metadata.size": "tags.size" } } }""", "tandem.json: product.fields", "lie inside of \"tags\"")]
    [InlineData("""{ "price": { "embedded": true } }""", "tandem.json: price.embedded", "by names only, as in prices or shop.prices.")]
    [InlineData("""{ "price": { "embedded": "title[en].prices" } }""", "tandem.json: price.embedded", "by names only")]
    [InlineData("""{ "product": { "embedded": "prices" } }""", "tandem.json: product.embedded", "type, fields, only and except are.")]
    [InlineData("""{ "price": { "embedded": "prices", "only": { "a": 1 } } }""", "tandem.json: price.only", "say it of the product")]
    [InlineData("""{ "price": { "embedded": "prices", "except": { "a": 1 } } }""", "tandem.json: price.except", "say it of the product")]
    [InlineData("""{ "price": { "embedded": "images" } }""", "tandem.json: product.fields", "let images and price.embedded use the same field \"images\"")]
    [InlineData("""{ "product": { "fields": { "name": "shop.name" } }, "price": { "embedded": "shop" } }""", "tandem.json: product.fields", "let name lie inside of \"shop\", which price.embedded uses")]
    [InlineData("""{ "price": { "embedded": "stripeProductId" } }""", "tandem.json: product.fields", "Tandem itself and price.embedded")]
    [InlineData("""{ "price": { "embedded": "prices", "fields": { "nickname": "stripePriceId" } } }""", "tandem.json: price.fields", "Tandem itself")]
    [InlineData("""{ "price": { "embedded": "a.b.c.d.e.f", "fields": { "nickname": "g.h" } } }""", "tandem.json", "\"g.h\" lies too deep in an entry of a.b.c.d.e.f.")]
    [InlineData("""{ "price": { "fields": { "nickname": "unit_amount_decimal" } } }""", "tandem.json: price.fields", "\"unit_amount_decimal\"")]
    public void What_is_wrong_is_named_by_its_place_in_the_file_with_what_to_do(string text, string place, string words)
    {
        var problem = Assert.Single(Assert.Throws<SettingsException>(() => Read(text)).Problems);
        Assert.Equal(place, problem.Variable);
        Assert.Contains(words, problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("in the environment", Assert.Throws<SettingsException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price", """ "unit_amount": { "path": "cost", "as": "majorUnits" } """, FieldNames.UnitAmount, FieldShape.MajorAmount, "", "Price.unit_amount=cost as MajorAmount")]
    [InlineData("price", """ "unit_amount": { "as": "minorUnits" } """, FieldNames.UnitAmount, FieldShape.Amount, "", "")]
    [InlineData("product", """ "description": { "as": "text" } """, FieldNames.Description, FieldShape.Text, "", "Product.description=description as Text")]
    [InlineData("product", """ "metadata.page": { "path": "slug", "as": "slug" } """, "metadata.page", FieldShape.Slug, "", "Product.metadata.page=slug as Slug")]
    [InlineData("product", """ "metadata.banner": { "width": 1200, "as": "imageUrl", "format": "webp" } """, "metadata.banner", FieldShape.Image, "fit=max&fm=webp&w=1200", "Product.metadata.banner=banner as Image")]
    [InlineData("product", """ "images": { "width": 1200, "height": 900 } """, FieldNames.Images, FieldShape.Images, "fit=max&h=900&w=1200", "")]
    public void Documents_may_hold_a_field_in_another_form(string kind, string fields, string name, FieldShape shape, string rendition, string mapped)
    {
        var mapping = Read($$"""{ "{{kind}}": { "fields": { {{fields}} } } }""");
        var field = mapping.Schema.Find(kind == "price" ? Kind.Price : Kind.Product, name)!;

        Assert.Equal((shape, rendition, mapped), (field.Shape, field.Rendition, mapping.Policy.Mapping));
        Assert.Equal(shape == FieldShape.Amount, field.Companion is not null);
    }

    [Theory]
    [InlineData("https://files.stripe.com")]
    [InlineData("files.stripe.com/links")]
    [InlineData("files.stripe.com:443")]
    [InlineData("user@files.stripe.com")]
    [InlineData("*.stripe.com")]
    [InlineData("files.stripe.com.")]
    [InlineData("Files.stripe.com")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("a.0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("[::1]")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("bücher.example")]
    [InlineData("-a.example")]
    [InlineData("a..example")]
    [InlineData("a.example\n")]
    [InlineData("")]
    public void Pictures_are_only_fetched_from_plain_names_of_hosts(string host)
    {
        var text = $$"""{ "product": { "fields": { "images": { "direction": "both", "download": [{{System.Text.Json.JsonSerializer.Serialize(host)}}] } } } }""";
        var problem = Assert.Single(Assert.Throws<SettingsException>(() => Read(text)).Problems);
        Assert.Equal("tandem.json: product.fields.images.download", problem.Variable);
        Assert.Contains("plain names of hosts", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["files.stripe.com", "xn--bcher-kva.example"]""", "files.stripe.com xn--bcher-kva.example")]
    [InlineData("[]", "")]
    public void The_hosts_of_pictures_are_listed_and_change_nothing_that_was_agreed(string hosts, string listed)
    {
        var mapping = Read($$"""{ "product": { "fields": { "images": { "direction": "both", "download": {{hosts}} } } } }""");
        Assert.Equal(listed, string.Join(' ', mapping.Schema.Find(Kind.Product, FieldNames.Images)!.Downloads!.Value));
        Assert.Equal("", mapping.Policy.Mapping);
        Assert.Null(Mapping.Default.Schema.Find(Kind.Product, FieldNames.Images)!.Downloads);
    }

    [Fact]
    public void Prices_may_be_entries_of_a_list_in_the_product_s_document()
    {
        var mapping = Read("""{ "product": { "fields": { "default_price": "main", "metadata.brand": "product" } }, "price": { "fields": { "nickname": "label", "metadata.sku": "sku", "currency": "product" }, "embedded": "shop.prices" } }""");

        Assert.Equal(("offer", null), (Read("""{ "price": { "type": "offer", "embedded": "prices" } }""").Schema.EntryType, mapping.Schema.EntryType));
        Assert.Equal(("shop.prices", FieldShape.PriceKey), (mapping.Schema.Embedded, mapping.Schema.Find(Kind.Product, FieldNames.DefaultPrice)!.Shape));
        Assert.Null(mapping.Schema.KindOf("price"));
        var lines = mapping.Policy.Mapping.Split('\n');
        Assert.Contains("Price.unit_amount=shop.prices[]", lines);
        Assert.Contains("Price.nickname=shop.prices[] label", lines);
        Assert.Contains("Price.metadata.sku=shop.prices[] sku", lines);
        Assert.Contains("Product.default_price=main as PriceKey", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("Price.metadata=", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_key_of_the_metadata_can_have_a_field_and_the_others_travel_as_a_list()
    {
        var mapping = Read("""{ "product": { "fields": { "metadata": "tags", "metadata.size": "size", "metadata.order id": "order", "metadata.internal": false } }, "price": { "fields": { "metadata.sku": "seo.sku" } } }""");
        var policy = mapping.Policy.For([(Kind.Product, "metadata.color"), (Kind.Product, "metadata.internal")]);

        Assert.Equal("Price.metadata.sku=seo.sku\nProduct.metadata.order id=order\nProduct.metadata.size=size\nProduct.metadata=tags", mapping.Policy.Mapping);
        Assert.Equal(["tags[key=color].value", "size", "order"], new[] { "color", "size", "order id" }.Select(key => mapping.Schema.Find(Kind.Product, FieldNames.OfKey(key))!.Name));
        Assert.Equal(Direction.Both, policy.Rule(Kind.Product, "metadata.color")!.Direction);
        Assert.Equal(Direction.Off, policy.Rule(Kind.Product, "metadata.internal")!.Direction);
        Assert.Null(mapping.Schema.Find(Kind.Price, "metadata.color"));
    }

    [Theory]
    [InlineData("\"tax_code\"", Direction.Both, "tax_code", "")]
    [InlineData("\"taxCode\"", Direction.Both, "taxCode", "Product.tax_code=taxCode")]
    [InlineData("{}", Direction.Both, "tax_code", "")]
    [InlineData("{ \"direction\": \"toStripe\" }", Direction.ToStripe, "tax_code", "")]
    [InlineData("false", Direction.Off, null, "")]
    [InlineData("{ \"direction\": \"off\" }", Direction.Off, null, "")]
    public void A_field_that_is_off_by_itself_is_switched_on_by_naming_it(string how, Direction direction, string? name, string places)
    {
        var mapping = Read($$"""{ "product": { "fields": { "tax_code": {{how}} } } }""");
        Assert.Equal(direction, mapping.Policy.Rule(Kind.Product, FieldNames.TaxCode)!.Direction);
        Assert.Equal(name, mapping.Schema.Find(Kind.Product, FieldNames.TaxCode)?.Name);
        Assert.Equal(places, mapping.Policy.Mapping);
    }

    [Theory]
    [InlineData("{}", "10 True True")]
    [InlineData("false", " False False")]
    [InlineData("""{ "factor": 2.5, "zero": false }""", "2.5 False True")]
    [InlineData("""{ "factor": false, "currency": false }""", " True False")]
    public void Which_changes_of_prices_wait_can_be_said(string hold, string limits)
    {
        var said = Read($$"""{ "price": { "hold": {{hold}} } }""").Policy.Limits;
        Assert.Equal(limits, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{said.Factor} {said.HoldsZero} {said.HoldsCurrency}"));
    }

    [Fact]
    public void Which_documents_are_carried_can_be_said() =>
        Assert.Equal(
            ["Product channel shop False", "Product seo.hidden True True", "Price level 3 False"],
            Read("""{ "product": { "only": { "channel": "shop" }, "except": { "seo.hidden": true } }, "price": { "only": { "level": 3 } } }""").Schema.Conditions
                .Select(condition => $"{condition.Kind} {condition.Path} {condition.Value} {condition.IsException}"));

    [Theory]
    [InlineData("title.en")]
    [InlineData("title[en].value")]
    [InlineData("title[language=en].value")]
    public void A_field_may_lie_deeper_in_the_document(string path)
    {
        var mapping = Read($$"""{ "product": { "fields": { "name": "{{path}}", "description": "seo.text", "metadata.brand": "seo.maker" } } }""");
        Assert.Equal(path, mapping.Schema.Find(Kind.Product, FieldNames.Name)!.Name);
        Assert.Equal($"Product.description=seo.text\nProduct.metadata.brand=seo.maker\nProduct.name={path}", mapping.Policy.Mapping);
    }

    [Fact]
    public void A_field_that_is_left_alone_frees_its_place() =>
        Assert.Equal("brand", Read("""{ "product": { "fields": { "name": "brand", "metadata.brand": false } } }""").Schema.Find(Kind.Product, FieldNames.Name)!.Name);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_what_is_missing_elsewhere()
    {
        Write("""{ "product": { "fields": { "nam": "title" } }, "price": { "typ": "price" } }""");
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment(("SANITY_API_TOKEN", null))], _folder.Path));
        Assert.Equal(["SANITY_API_TOKEN", "tandem.json: product.fields.nam", "tandem.json: price.typ"], refused.Problems.Select(problem => problem.Variable));
    }

    [Fact]
    public void What_two_fields_share_is_told_whatever_else_is_missing()
    {
        Write("""{ "product": { "fields": { "name": "brand" } } }""");
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment(("SANITY_API_TOKEN", null))], _folder.Path));
        Assert.Equal(["SANITY_API_TOKEN", "tandem.json: product.fields"], refused.Problems.Select(problem => problem.Variable));
    }

    [Fact]
    public void A_file_that_is_named_must_be_there()
    {
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment(("TANDEM_CONFIG", _folder.File("other.json")))]));
        Assert.Equal("other.json", Assert.Single(refused.Problems).Variable);
        Assert.Contains("cannot be read", refused.Problems[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_is_read_instead_of_the_usual_one()
    {
        Write("""{ "product": { "type": "usual" } }""");
        _folder.Write("other.json", """{ "product": { "type": "other" } }""");
        var settings = TandemSettings.From([Given.Environment(("TANDEM_CONFIG", "other.json"))], _folder.Path);
        Assert.Equal("other", settings.Of("default").Mapping.Schema.ProductType);
    }

    private static Comparer<FieldRule> ByName { get; } = Comparer<FieldRule>.Create((a, b) => string.CompareOrdinal($"{a}", $"{b}"));

    private Mapping Read(string text)
    {
        Write(text);
        return Mapping.Read(_folder.File(Mapping.FileName));
    }

    private void Write(string text) => _folder.Write(Mapping.FileName, text);
}
