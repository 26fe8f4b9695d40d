using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Core.ApiServer;

/// <summary>The certificate authorities that the machine trusts.</summary>
/// <remarks>
/// The first TLS handshake of a process reads all of them, even where only the cluster's authority is trusted. That is a third of the
/// time of a process's first event, so it is done while the process starts.
/// </remarks>
public static class SystemTrustStore
{
    /// <summary>Starts to read them, on a separate thread. .NET caches them.</summary>
    public static void Preload() => new Thread(Read) { IsBackground = true, Name = "Certificates" }.Start();

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
#pragma warning disable CA1031 // This is only an optimization: the handshake that needs them reports the error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
