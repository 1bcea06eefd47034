package org.kalepool.lab.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.kalepool.machine.PoolerMessages.WorkOffer;
import org.kalepool.machine.PoolerMessages.WorkReport;
import org.kalepool.machine.PoolerMessages.WorkResult;
import org.kalepool.machine.PoolerMessages.WorksRequest;

/** What a pooler says that is not so. */
final class PoolerLies {
  private static final int MOST_ZEROS = 9;

  /** Works that are none, and one of a farmer whom nobody knows, beside those that are. */
  WorksRequest works(WorksRequest truth, SplittableRandom random) {
    List<WorkOffer> offers = new ArrayList<>(truth.works());
    offers.add(new WorkOffer(somebody(random), nonce(random), hash(random)));
    offers.replaceAll(
        offer ->
            random.nextInt(4) == 0
                ? new WorkOffer(offer.farmerId(), nonce(random), hash(random))
                : offer);
    return new WorksRequest(truth.blockIndex(), truth.poolerId(), offers);
  }

  /** Successes that are none, failures that are none, and a farmer whom nobody knows. */
  WorkReport report(WorkReport truth, SplittableRandom random) {
    List<WorkResult> results = new ArrayList<>(truth.workResults());
    results.replaceAll(result -> random.nextInt(2) == 0 ? turned(result, random) : result);
    results.add(success(somebody(random), random));
    return new WorkReport(truth.blockIndex(), truth.poolerId(), results, truth.timestamp());
  }

  private static WorkResult turned(WorkResult result, SplittableRandom random) {
    return result.status().equals("success")
        ? new WorkResult(
            result.farmerId(), "failed", null, null, null, null, null, "process_crashed", false)
        : success(result.farmerId(), random);
  }

  private static WorkResult success(UUID farmer, SplittableRandom random) {
    int zeros = random.nextInt(MOST_ZEROS);
    return new WorkResult(
        farmer,
        "success",
        nonce(random),
        hash(random),
        zeros,
        1L + random.nextInt(50),
        null,
        null,
        null);
  }

  private static UUID somebody(SplittableRandom random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private static BigInteger nonce(SplittableRandom random) {
    return new BigInteger(Long.toUnsignedString(random.nextLong()));
  }

  private static String hash(SplittableRandom random) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return HexFormat.of().formatHex(hash);
  }
}
