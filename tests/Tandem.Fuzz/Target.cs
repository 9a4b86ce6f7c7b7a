using System.Diagnostics;
using CsCheck;

namespace Tandem.Fuzz;

/// <summary>Feeds a parser until its time is over. It may give any answer that its documentation names, within bounds of time and memory; everything else fails.</summary>
internal static class Target
{
    /// <summary>How many parsers share the time.</summary>
    public const int Parsers = 14;

    /// <summary>What one input may allocate, over a multiple of its own length.</summary>
    private const long Allowance = 256 * 1024;

    private const long AllowancePerByte = 400;

    // No measurement: an input that takes so long has hung its parser.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(5);

    /// <summary>How long all parsers are fed together, in seconds.</summary>
    private static readonly double Seconds = double.TryParse(Environment.GetEnvironmentVariable("TANDEM_FUZZ_SECONDS"), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 60;

    /// <summary>Feeds a parser.</summary>
    /// <param name="name">Its name, for the figures.</param>
    /// <param name="inputs">What it is fed.</param>
    /// <param name="size">The length of an input.</param>
    /// <param name="print">An input as text, to be played again.</param>
    /// <param name="parse">Parses; throws for a wrong answer.</param>
    public static long Feed<T>(string name, Gen<T> inputs, Func<T, int> size, Func<T, string> print, Action<T> parse)
    {
        // Once before, so that nothing which is made only once counts as an input's doing.
        inputs.Sample(parse, iter: 200, threads: 1);
        var cases = 0L;
        var clock = Stopwatch.StartNew();
        inputs.Sample(
            input =>
            {
                var (allocated, began) = (GC.GetAllocatedBytesForCurrentThread(), clock.Elapsed);
                parse(input);
                var (bytes, took) = (GC.GetAllocatedBytesForCurrentThread() - allocated, clock.Elapsed - began);
                Interlocked.Increment(ref cases);
                Assert.True(bytes <= Allowance + (AllowancePerByte * size(input)), $"{bytes} bytes were allocated for an input of {size(input)}");
                Assert.True(took < Hang, "the parser hung");
            },
            time: Math.Max(1, (int)Math.Round(Seconds / Parsers)),
            threads: 1,
            print: print);
        Console.WriteLine($"fuzz: {cases,12:N0} inputs  {name}");
        Assert.True(cases > 0, $"{name} was never fed");
        return cases;
    }

    /// <summary>Feeds a parser of bytes.</summary>
    public static long Feed(string name, Gen<byte[]> inputs, Action<byte[]> parse) =>
        Feed(name, inputs, bytes => bytes.Length, bytes => $"Convert.FromBase64String(\"{Convert.ToBase64String(bytes)}\")", parse);

    /// <summary>Feeds a parser of text.</summary>
    public static long Feed(string name, Gen<string> inputs, Action<string> parse) =>
        Feed(name, inputs, text => text.Length * 2, text => $"Encoding.Unicode.GetString(Convert.FromBase64String(\"{Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes(text))}\"))", parse);
}
