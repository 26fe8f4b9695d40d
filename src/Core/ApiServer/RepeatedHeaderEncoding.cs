using System.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>UTF-8 in which a <see cref="Separator"/> ends a header of HTTP/1.1 and begins another with the same name.</summary>
/// <param name="name">The header's name.</param>
internal sealed class RepeatedHeaderEncoding(string name) : Encoding
{
    /// <summary>Between the values.</summary>
    public const char Separator = '\u0001';

    private readonly string _line = $"\r\n{name}: ";

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(Expanded(chars.AsSpan(index, count)));

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        UTF8.GetBytes(Expanded(chars.AsSpan(charIndex, charCount)), bytes.AsSpan(byteIndex));

    /// <remarks>At worst, every character is a separator.</remarks>
    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount * _line.Length);

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException();

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw new NotSupportedException();

    public override int GetMaxCharCount(int byteCount) => throw new NotSupportedException();

    private string Expanded(ReadOnlySpan<char> value) => value.ToString().Replace(Separator.ToString(), _line, StringComparison.Ordinal);
}
