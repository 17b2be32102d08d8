namespace HospitalityMemory;

/// <summary>Orders scored properties.</summary>
internal static class RankingOrder
{
    /// <summary>The indexes of the values, the greatest value first; equal values keep their order.</summary>
    public static int[] Descending(double[] values)
    {
        var order = new int[values.Length];
        var keys = new (double Value, int Index)[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = (-values[i], i);
        }

        // The index in the key makes the sort stable.
        Array.Sort(keys, order);
        return order;
    }
}
