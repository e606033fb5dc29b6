using Darkroom.Gateway.Callers;
using Darkroom.Jobs;

namespace Darkroom.Gateway.Jobs;

/// <summary>Finds a caller's own jobs. Somebody else's, and ids of any other form, are simply not there.</summary>
internal static class JobLookup
{
    /// <summary>The grain behind an id from outside and the job's present state; null unless the job is the caller's own.</summary>
    public static async Task<(IJobGrain Grain, JobView Job)?> FindJob(this IGrainFactory grains, Caller caller, string id)
    {
        // The form is checked first, so that strangers' guesses never activate a grain.
        if (!SortableId.IsValid(id, 'j'))
            return null;
        var grain = grains.GetGrain<IJobGrain>(GrainKeys.Job(new JobId(caller.User.Brand, id)));
        return await grain.Read() is { } job && job.Owner == caller.User ? (grain, job) : null;
    }
}
