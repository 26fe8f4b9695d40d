namespace Tagalong.WorkerHost.Conversations;

/// <summary>Who sent a message.</summary>
public enum MessageDirection
{
    HostToWorker,
    WorkerToHost,
}
