using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tandem.Server;

/// <summary>How a log entry is written.</summary>
internal interface ILineFormat
{
    /// <summary>Writes an entry in UTF-8, its line feed included.</summary>
    void Write<TState>(in LogEntry<TState> entry, IBufferWriter<byte> output);
}
