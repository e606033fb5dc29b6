namespace Darkroom.Imaging.Wire;

/// <summary>What a frame between parent and child says.</summary>
internal enum FrameKind : byte
{
    /// <summary>Child → parent, once: ready, and which version it speaks.</summary>
    Hello = 1,

    /// <summary>Parent → child: one request, with its pictures as blobs.</summary>
    Request = 2,

    /// <summary>Parent → child: the request under way is not wanted any more.</summary>
    Cancel = 3,

    /// <summary>Child → parent: how far the request is.</summary>
    Progress = 4,

    /// <summary>Child → parent: the results, as blobs.</summary>
    Done = 5,

    /// <summary>Child → parent: the picture or the parameters are at fault.</summary>
    Rejected = 6,

    /// <summary>Child → parent: our side is at fault.</summary>
    Faulted = 7,

    /// <summary>Child → parent: stopped as asked.</summary>
    Canceled = 8,
}
