using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Headers of which some have several values. .NET would send these as one, <c>a, b</c>, which to an API server is one group of that name. So each
/// request has one header of a name that nobody can guess, and the connection replaces it by the lines. This needs HTTP/1.1, where headers are lines.
/// </summary>
internal sealed class HeaderLines
{
    private const string Value = "1";

    private readonly byte[] _placeholder;
    private readonly byte[] _lines;

    private HeaderLines(ImmutableArray<KeyValuePair<string, string>> headers)
    {
        _placeholder = Encoding.ASCII.GetBytes($"{Name}: {Value}\r\n");
        _lines = Encoding.UTF8.GetBytes(string.Concat(headers.Select(static header => $"{header.Key}: {header.Value}\r\n")));
    }

    /// <summary>The name of the one header.</summary>
    private string Name { get; } = $"X-Tagalong-{Guid.NewGuid():N}";

    /// <summary>The headers, if one of them has several values; else null.</summary>
    public static HeaderLines? Of(ImmutableArray<KeyValuePair<string, string>> headers) =>
        headers.DistinctBy(static header => header.Key, StringComparer.OrdinalIgnoreCase).Count() < headers.Length ? new HeaderLines(headers) : null;

    public void AddTo(HttpRequestMessage message) => message.Headers.TryAddWithoutValidation(Name, Value);

    /// <summary>The connection that requests are written to.</summary>
    public Stream Over(Stream connection) => new Connection(connection, _placeholder, _lines);

    private sealed class Connection(Stream inner, byte[] placeholder, byte[] lines) : Stream
    {
        /// <summary>How much of the placeholder the last write ended with. The rest is in the next one: no request ends like this.</summary>
        private int _held;

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ReadOnlyMemory<byte> rest = (byte[])[.. placeholder.AsSpan(0, _held), .. buffer.Span];
            var output = new ArrayBufferWriter<byte>(rest.Length + lines.Length);
            for (int at; (at = rest.Span.IndexOf(placeholder)) >= 0; rest = rest[(at + placeholder.Length)..])
            {
                output.Write(rest.Span[..at]);
                output.Write(lines);
            }

            _held = Math.Min(rest.Length, placeholder.Length - 1);
            while (!rest.Span.EndsWith(placeholder.AsSpan(0, _held)))
            {
                _held--;
            }

            output.Write(rest.Span[..^_held]);
            await inner.WriteAsync(output.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
