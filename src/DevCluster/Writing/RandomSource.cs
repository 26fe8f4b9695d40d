namespace Tagalong.DevCluster.Writing;

/// <summary>Uids and generated names from one <see cref="Random"/>. Thread-safe.</summary>
internal sealed class RandomSource(Random random)
{
    // No vowels and no look-alikes, so that generated names spell no words.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int MaximumBase = 63 - SuffixLength;

    private readonly Lock _gate = new();

    public string NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_gate)
        {
            random.NextBytes(bytes);
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public string NameFrom(string generateName)
    {
        lock (_gate)
        {
            return generateName[..Math.Min(generateName.Length, MaximumBase)] + new string(random.GetItems<char>(Alphabet, SuffixLength));
        }
    }

    public int Between(int low, int high)
    {
        lock (_gate)
        {
            return random.Next(low, high);
        }
    }
}
