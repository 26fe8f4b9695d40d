using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Core.ApiServer;

/// <summary>The authorities that the machine trusts.</summary>
/// <remarks>
/// The first TLS handshake of a process reads them all, even where only the cluster's own authority counts, and that is a
/// third of what the first event of a process takes. So it is done while the process starts.
/// </remarks>
public static class SystemCertificates
{
    /// <summary>Begins to read them, on a thread of its own. .NET remembers them.</summary>
    public static void ReadAhead() => new Thread(Read) { IsBackground = true, Name = "Certificates" }.Start();

    private static void Read()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            foreach (var certificate in store.Certificates)
            {
                certificate.Dispose();
            }
        }
#pragma warning disable CA1031 // Nothing of this is worth a process: whoever needs them finds out what is wrong, and says so.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
