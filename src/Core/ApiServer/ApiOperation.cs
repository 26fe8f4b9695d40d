namespace Tagalong.Core.ApiServer;

/// <summary>What a call to an API server does.</summary>
public enum ApiOperation
{
    /// <summary>Reads one object.</summary>
    Read,

    /// <summary>Reads a page of a list.</summary>
    List,

    /// <summary>Applies a patch.</summary>
    Write,
}
