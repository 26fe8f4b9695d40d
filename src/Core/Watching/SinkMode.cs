namespace Tagalong.Core.Watching;

/// <summary>How CloudEvents are written over HTTP.</summary>
public enum SinkMode
{
    /// <summary>The attributes are headers, the object is the body.</summary>
    Binary,

    /// <summary>All of the event is one JSON body, as topics of Azure Event Grid require.</summary>
    Structured,
}
