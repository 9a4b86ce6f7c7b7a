using Tandem.Rigs;

namespace Tandem.Kill;

/// <summary>What the rig was asked to do.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        --kills N [--seed S] [--json FILE]    kill the service N times and check each time what became of everything
        --only "ACT:MOMENT:COUNT" [--seed S]  one kill, as a violation names it
        """;

    public int Kills { get; init; } = 40;

    public int Seed { get; init; } = 1;

    public KillPoint? Only { get; init; }

    public string? Json { get; init; }

    /// <summary>Whether these are arguments for the rig and not for its tests.</summary>
    public static bool AreOurs(string[] args) => args is ["--kills" or "--only" or "--help", ..];

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">One is not understood.</exception>
    public static Arguments Read(string[] args)
    {
        var read = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new FormatException($"{args[^1]} needs a value.");
            read = args[i] switch
            {
                "--kills" => read with { Kills = RigCommand.Number(Value()) },
                "--seed" => read with { Seed = RigCommand.Number(Value()) },
                "--only" => read with { Only = KillPoint.Parse(Value()), Kills = 1 },
                "--json" => read with { Json = Value() },
                var other => throw new FormatException($"{other} is not understood."),
            };
        }

        return read;
    }
}
