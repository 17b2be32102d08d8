using HospitalityMemory.Evaluation.Data;
using HospitalityMemory.Evaluation.Reports;
using HospitalityMemory.Evaluation.Scoring;

namespace HospitalityMemory.Evaluation.Tests;

/// <summary>
/// The folder beside these tests is made up, with the gaps of real files: rows without a country, price, type or amenities, a
/// city on two lines, cases without lists. The expected scores are those that score.py, which comes with the real stays, printed
/// for the same predictions.
/// </summary>
public sealed class ReplayTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Folder");

    [Theory]
    [InlineData("frequency", """
        city airbnb lisbon                           n=17     hit@1=0.2941 hit@5=0.5882 MRR=0.3745
        city airbnb lisbon, new to the guest         n=7      hit@1=0.0000 hit@5=0.0000 MRR=0.0000
        city airbnb lisbon, visited before           n=10     hit@1=0.5000 hit@5=1.0000 MRR=0.6367
        city airbnb porto                            n=13     hit@1=0.8462 hit@5=1.0000 MRR=0.9103
        city airbnb porto, visited before            n=13     hit@1=0.8462 hit@5=1.0000 MRR=0.9103
        city business                                n=5      hit@1=0.8000 hit@5=0.8000 MRR=0.8000
        city business, new to the guest              n=1      hit@1=0.0000 hit@5=0.0000 MRR=0.0000
        city business, visited before                n=4      hit@1=1.0000 hit@5=1.0000 MRR=1.0000
        price all                                    n=23     Winkler=1.0898 coverage=0.3043 ln width=0.1255
        price all, after 1 price                     n=5      Winkler=0.9448 coverage=0.6000 ln width=0.0000
        price all, after 2 prices                    n=4      Winkler=0.9230 coverage=0.5000 ln width=0.0977
        price all, any history                       n=32     Winkler=1.0463 coverage=0.3750 ln width=0.1024
        price business                               n=2      Winkler=0.5954 coverage=0.0000 ln width=0.0693
        price business, after 1 price                n=1      Winkler=0.0860 coverage=0.0000 ln width=0.0000
        price business, after 2 prices               n=1      Winkler=0.2528 coverage=0.0000 ln width=0.0108
        price new listing                            n=8      Winkler=1.7001 coverage=0.0000 ln width=0.1282
        price new listing, after 1 price             n=1      Winkler=4.6381 coverage=0.0000 ln width=0.0000
        price new listing, after 2 prices            n=2      Winkler=1.7196 coverage=0.5000 ln width=0.1900
        price same listing                           n=13     Winkler=0.7903 coverage=0.5385 ln width=0.1324
        price same listing, after 1 price            n=3      Winkler=0.0000 coverage=1.0000 ln width=0.0000
        price same listing, after 2 prices           n=1      Winkler=0.0000 coverage=1.0000 ln width=0.0000
        rank popular, new listing                    n=12     hit@10=1.0000 MRR=0.2970 AUC=0.4896
        rank popular, same listing                   n=13     hit@10=1.0000 MRR=0.9487 AUC=0.9808
        rank uniform, new listing                    n=12     hit@10=1.0000 MRR=0.3055 AUC=0.4896
        rank uniform, same listing                   n=13     hit@10=1.0000 MRR=0.8205 AUC=0.9423
        score of the first city, airbnb lisbon       n=17     said=0.6707 true=0.2941
                                                     calibration error 0.5237
        score of the first city, airbnb porto        n=13     said=0.7600 true=0.8462
                                                     calibration error 0.2195
        score of the first city, business            n=5      said=1.0000 true=0.8000
                                                     calibration error 0.2000

        """)]
    [InlineData("adaptive", """
        city airbnb lisbon                           n=17     hit@1=0.3529 hit@5=0.5882 MRR=0.4186
        city airbnb lisbon, new to the guest         n=7      hit@1=0.0000 hit@5=0.0000 MRR=0.0000
        city airbnb lisbon, visited before           n=10     hit@1=0.6000 hit@5=1.0000 MRR=0.7117
        city airbnb porto                            n=13     hit@1=0.8462 hit@5=1.0000 MRR=0.9103
        city airbnb porto, visited before            n=13     hit@1=0.8462 hit@5=1.0000 MRR=0.9103
        city business                                n=5      hit@1=0.8000 hit@5=0.8000 MRR=0.8000
        city business, new to the guest              n=1      hit@1=0.0000 hit@5=0.0000 MRR=0.0000
        city business, visited before                n=4      hit@1=1.0000 hit@5=1.0000 MRR=1.0000
        price all                                    n=23     Winkler=0.9608 coverage=0.3043 ln width=0.2390
        price all, after 1 price                     n=5      Winkler=0.9448 coverage=0.6000 ln width=0.0000
        price all, after 2 prices                    n=4      Winkler=0.9318 coverage=0.5000 ln width=0.1691
        price all, any history                       n=32     Winkler=0.9547 coverage=0.3750 ln width=0.1929
        price business                               n=2      Winkler=0.4625 coverage=0.0000 ln width=0.1151
        price business, after 1 price                n=1      Winkler=0.0860 coverage=0.0000 ln width=0.0000
        price business, after 2 prices               n=1      Winkler=0.2415 coverage=0.0000 ln width=0.0208
        price new listing                            n=8      Winkler=1.5615 coverage=0.1250 ln width=0.1870
        price new listing, after 1 price             n=1      Winkler=4.6381 coverage=0.0000 ln width=0.0000
        price new listing, after 2 prices            n=2      Winkler=1.7429 coverage=0.5000 ln width=0.3278
        price same listing                           n=13     Winkler=0.6678 coverage=0.4615 ln width=0.2901
        price same listing, after 1 price            n=3      Winkler=0.0000 coverage=1.0000 ln width=0.0000
        price same listing, after 2 prices           n=1      Winkler=0.0000 coverage=1.0000 ln width=0.0000
        rank popular, new listing                    n=12     hit@10=1.0000 MRR=0.2610 AUC=0.4479
        rank popular, same listing                   n=13     hit@10=1.0000 MRR=0.8846 AUC=0.9712
        rank uniform, new listing                    n=12     hit@10=1.0000 MRR=0.2080 AUC=0.3646
        rank uniform, same listing                   n=13     hit@10=1.0000 MRR=0.8269 AUC=0.9423
        score of the first city, airbnb lisbon       n=17     said=0.4353 true=0.3529
                                                     calibration error 0.4390
        score of the first city, airbnb porto        n=13     said=0.3995 true=0.8462
                                                     calibration error 0.4898
        score of the first city, business            n=5      said=0.5927 true=0.8000
                                                     calibration error 0.4996

        """)]
    public async Task Scores_are_those_of_the_reference(string learner, string expected)
    {
        var data = await EvaluationData.ReadAsync(Folder);
        await using var replay = Replay.Create(data, learner);
        var scores = new Scores();

        await replay.RunAsync(scores.Add, scores.Learned);

        using var table = new StringWriter { NewLine = "\n" };
        ScoreTable.Write(scores, table);
        Assert.Equal(expected.ReplaceLineEndings("\n"), table.ToString());
        Assert.Empty(replay.Refused);
    }

    [Fact]
    public async Task Predictions_rest_on_nothing_but_earlier_stays()
    {
        var data = await EvaluationData.ReadAsync(Folder);
        var all = await PredictAsync(data.Stays);

        // What follows a case must not change its prediction.
        var half = await PredictAsync([.. data.Stays.Take(data.Stays.Count / 2)]);

        Assert.NotEmpty(half);
        Assert.All(half, prediction =>
        {
            var same = all.Single(other => other.Case == prediction.Case);
            Assert.Equal(same.Cities, prediction.Cities);
            Assert.Equal((same.PriceMin, same.PriceMax), (prediction.PriceMin, prediction.PriceMax));
            Assert.Equal(same.RankedPopular, prediction.RankedPopular);
        });

        async Task<List<Prediction>> PredictAsync(IReadOnlyList<Stay> stays)
        {
            await using var replay = Replay.Create(data.With(stays), "adaptive");
            var predictions = new List<Prediction>();
            await replay.RunAsync((_, _, prediction) => predictions.Add(prediction), _ => { });
            return predictions;
        }
    }

    [Fact]
    public async Task A_folder_without_stays_is_refused_and_listings_and_cases_may_be_missing()
    {
        var folder = Directory.CreateTempSubdirectory("evaluation-");
        try
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => EvaluationData.ReadAsync(folder.FullName));
            File.Copy(Path.Combine(Folder, "stays.csv"), Path.Combine(folder.FullName, "stays.csv"));

            var data = await EvaluationData.ReadAsync(folder.FullName);

            Assert.Equal(60, data.Stays.Count);
            Assert.Empty(data.Listings);
            Assert.Empty(data.Cases);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Listings_that_are_not_known_are_ranked_and_ids_that_no_booking_can_have_are_left_out()
    {
        var folder = Directory.CreateTempSubdirectory("evaluation-");
        try
        {
            // As in a file from elsewhere: lines end in CR LF, and there are no listings.
            File.Copy(Path.Combine(Folder, "stays.csv"), Path.Combine(folder.FullName, "stays.csv"));
            var cases = await File.ReadAllTextAsync(Path.Combine(Folder, "cases.jsonl"));
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "cases.jsonl"),
                cases.Replace("\"uniform\":[", $"\"uniform\":[\"\",\"{new string('x', 201)}\",", StringComparison.Ordinal).ReplaceLineEndings("\r\n"));
            var data = await EvaluationData.ReadAsync(folder.FullName);
            await using var replay = Replay.Create(data, "adaptive");
            var lists = 0;

            await replay.RunAsync(
                (_, known, prediction) =>
                {
                    Assert.Equal(known.Uniform?.Skip(2).Order(), prediction.RankedUniform?.Order());
                    lists += known.Uniform is null ? 0 : 1;
                },
                _ => { });

            Assert.True(lists > 10, $"{lists} lists");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_the_library_refuses_is_told_and_the_rest_goes_on()
    {
        var data = await EvaluationData.ReadAsync(Folder);
        var bad = data.Stays[0] with { Id = 0, Booking = data.Stays[0].Booking with { BookingId = "0", City = new string('x', 300) } };
        await using var replay = Replay.Create(data.With([bad, .. data.Stays]), "frequency");
        var learned = 0;

        await replay.RunAsync((_, _, _) => { }, _ => learned++);

        Assert.Equal(data.Stays.Count + 1, learned);
        var (stayId, reason) = Assert.Single(replay.Refused);
        Assert.Equal(0, stayId);
        Assert.Contains("booking.City", reason, StringComparison.Ordinal);
    }
}
