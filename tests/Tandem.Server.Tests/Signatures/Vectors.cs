using System.Text.Json;

namespace Tandem.Server.Tests.Signatures;

/// <summary>Signatures made by the vendors' own libraries (npm stripe 23.1.0, @sanity/webhook 4.0.4).</summary>
public static class Vectors
{
    public static TheoryData<string, string, string, string, long> Stripe()
    {
        var all = new TheoryData<string, string, string, string, long>();
        string? rolledBody = null;
        foreach (var vector in Read("stripe-signature-vectors.json").GetProperty("vectors").EnumerateArray())
        {
            var name = vector.GetProperty("name").GetString()!;
            var body = vector.TryGetProperty("payload_b64", out var bytes) ? bytes.GetString()! : rolledBody!;
            rolledBody = name.StartsWith("V2", StringComparison.Ordinal) ? body : rolledBody;
            var (header, seconds) = (vector.GetProperty("header").GetString()!, vector.GetProperty("timestamp").GetInt64());
            all.Add(name, vector.GetProperty("secret").GetString()!, header, body, seconds);
            if (vector.TryGetProperty("secret_old", out var old))
            {
                all.Add(name + " (old secret)", old.GetString()!, header, body, seconds);
            }
        }

        return all;
    }

    public static TheoryData<string, string, string, long> Sanity()
    {
        var all = new TheoryData<string, string, string, long>();
        foreach (var vector in Read("sanity-signature-vectors.json").EnumerateArray())
        {
            all.Add(
                vector.GetProperty("secret").GetString()!,
                vector.GetProperty("header").GetString()!,
                vector.GetProperty("payload").GetString()!,
                vector.GetProperty("timestamp").GetInt64());
        }

        return all;
    }

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", file))).RootElement;
}
