namespace Tagalong.Core.ApiServer;

/// <summary>The kind of a call to an API server.</summary>
internal enum ApiOperation
{
    /// <summary>Reads one object.</summary>
    Read,

    /// <summary>Reads a page of a list.</summary>
    List,

    /// <summary>Applies a patch.</summary>
    Write,
}
