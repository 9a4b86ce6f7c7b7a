using Tandem.Server;

namespace Tandem.Cards;

/// <summary>A <c>tandem.json</c> that a card has in its words; the very reader of the service reads it.</summary>
public static class MappingFile
{
    /// <summary>Reads it, or says what is wrong with it.</summary>
    public static Mapping Read(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return Mapping.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
