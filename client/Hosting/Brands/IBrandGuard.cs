using Darkroom.Brands;

namespace Darkroom.Hosting;

/// <summary>Something that was set up for the brands at the start, and knows which changes it cannot follow while it runs.</summary>
public interface IBrandGuard
{
    /// <summary>What speaks against taking changed files; nothing where they can be taken.</summary>
    /// <returns>One line each: file, JSON path, what is wrong, what to do.</returns>
    IEnumerable<string> Problems(IBrands next);
}
