namespace Tagalong.Core.Watching;

/// <summary>How CloudEvents are written over HTTP.</summary>
public enum SinkMode
{
    /// <summary>The attributes as headers, the object as the body.</summary>
    Binary,

    /// <summary>All of it as one JSON body, as topics of Azure Event Grid want it.</summary>
    Structured,
}
