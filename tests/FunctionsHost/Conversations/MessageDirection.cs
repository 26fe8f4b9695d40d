namespace Tagalong.FunctionsHost.Conversations;

/// <summary>Who sent a message.</summary>
public enum MessageDirection
{
    HostToWorker,
    WorkerToHost,
}
