using System.Text;
using Tandem.Cli.Doctor;

namespace Tandem.Cli.Tests.Doctor;

/// <summary>docs/DOCTOR.md is made of the list of checks.</summary>
public sealed class DoctorDocumentTests
{
    [Fact]
    public void The_document_lists_every_check_as_it_is()
    {
        var path = Path.Combine(Root(), "docs", "DOCTOR.md");
        var text = Written();
        if (Environment.GetEnvironmentVariable("TANDEM_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(text == File.ReadAllText(path).ReplaceLineEndings("\n"), "docs/DOCTOR.md is out of date: TANDEM_WRITE_DOCS=1 ./test Tandem.Cli.Tests writes it.");
    }

    private static string Written()
    {
        var text = new StringBuilder(
            """
            # tandem doctor

            Written from the list of checks (`TANDEM_WRITE_DOCS=1 ./test Tandem.Cli.Tests`). `tandem doctor` looks at all of it and changes nothing; `--json` prints the same for programs, by these names.

            | It shows | It means | Exit code |
            | --- | --- | --- |
            | ✓ | as it is to be | 0 |
            | – | not looked at, because something that it needs is not there | 0 |
            | i | worth knowing; nothing has to be done | 0 |
            | ! | it works, but should be mended | 3, where nothing is wrong |
            | ✗ | it does not work, or does harm | 1 |

            Rights to write are tried without writing: at Stripe on objects that cannot exist (404, which shows in the Dashboard's logs), at Sanity as a dry run. Looking at webhooks takes more rights than the service
            has; `STRIPE_SETUP_KEY` and `SANITY_SETUP_TOKEN` bring them for one run, and without them these checks are left out.

            """.ReplaceLineEndings("\n"));
        foreach (var (area, checks) in Checks.All)
        {
            text.Append("\n## ").Append(area).Append("\n\n| Check | What must hold | Otherwise |\n| --- | --- | --- |\n");
            foreach (var check in checks)
            {
                text.Append("| `").Append(check.Name).Append("` | ").Append(check.Holds).Append(" | ").Append(check.Remedy).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test runs inside the repository.");
        }

        return folder.FullName;
    }
}
