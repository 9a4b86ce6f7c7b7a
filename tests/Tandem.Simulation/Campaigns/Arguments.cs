using Tandem.Rigs;

namespace Tandem.Simulation;

/// <summary>What the rig was asked to do.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        --seeds N [--from SEED] [--threads T] [--minutes M] [--json FILE]   run N schedules (or as many as fit into M minutes)
        --replay SEED [--without 3,5]                                      run one schedule and tell its story, without some of its operations
        --alarm-drill [--seeds N] [--json FILE]                            plant each known bug and count the seeds until it is noticed (at most N, 100,000 unless said)
        """;

    public int Seeds { get; init; } = 1_000;

    public int From { get; init; } = 1;

    public int Threads { get; init; } = Environment.ProcessorCount;

    public TimeSpan Limit { get; init; } = TimeSpan.MaxValue;

    public int? Replay { get; init; }

    public IReadOnlySet<int> Without { get; init; } = new HashSet<int>();

    public bool IsDrill { get; init; }

    public string? Json { get; init; }

    /// <summary>Whether these are arguments for the rig and not for its tests.</summary>
    public static bool AreOurs(string[] args) => args is ["--seeds" or "--replay" or "--alarm-drill" or "--help", ..];

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">One is not understood.</exception>
    public static Arguments Read(string[] args)
    {
        var read = new Arguments { Seeds = args.Contains("--alarm-drill") ? 100_000 : 1_000 };
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new FormatException($"{args[^1]} needs a value.");
            read = args[i] switch
            {
                "--seeds" => read with { Seeds = RigCommand.Number(Value()) },
                "--from" => read with { From = RigCommand.Number(Value()) },
                "--threads" => read with { Threads = RigCommand.Number(Value()) },
                "--minutes" => read with { Limit = TimeSpan.FromMinutes(RigCommand.Number(Value())) },
                "--replay" => read with { Replay = RigCommand.Number(Value()) },
                "--without" => read with { Without = Value().Split(',').Select(RigCommand.Number).ToHashSet() },
                "--alarm-drill" => read with { IsDrill = true },
                "--json" => read with { Json = Value() },
                var other => throw new FormatException($"{other} is not understood."),
            };
        }

        return read;
    }
}
