using System.Globalization;
using CsCheck;

namespace Tandem.Core.Tests.Planning;

/// <summary>Cases that are the same in every run: what fails today fails because of today's change. <c>TANDEM_LAW_FROM</c> (a number) hunts among others.</summary>
internal static class FixedCases
{
    private static readonly int From = int.TryParse(Environment.GetEnvironmentVariable("TANDEM_LAW_FROM"), NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : 1;

    /// <summary>Holds a law against so many cases.</summary>
    public static void Hold<T>(this Gen<T> cases, Action<T> law, int count) =>
        Parallel.For(From, From + count, number => Hold(number, cases.Generate(new PCG(1, (ulong)number), null, out _), law));

    /// <summary>So many cases, for several laws to be held against.</summary>
    public static T[] Draw<T>(this Gen<T> cases, int count)
    {
        var drawn = new T[count];
        Parallel.For(0, count, at => drawn[at] = cases.Generate(new PCG(1, (ulong)(From + at)), null, out _));
        return drawn;
    }

    /// <summary>Holds a law against cases that were drawn.</summary>
    public static void Hold<T>(this T[] drawn, Action<T> law) => Parallel.For(0, drawn.Length, at => Hold(From + at, drawn[at], law));

    private static void Hold<T>(int number, T drawn, Action<T> law)
    {
        try
        {
            law(drawn);
        }
        catch (Exception broken)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"case {number} (TANDEM_LAW_FROM={number} plays it first): {broken.Message}"), broken);
        }
    }
}
