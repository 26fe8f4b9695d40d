namespace Tagalong.DevCluster.Storage;

/// <summary>The order in which etcd keeps, and a list returns, objects: by the bytes of their key.</summary>
internal sealed class KeyOrder : IComparer<KeyedObject>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(KeyedObject x, KeyedObject y) => string.CompareOrdinal(x.Key, y.Key);
}
