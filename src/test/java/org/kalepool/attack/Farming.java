package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kalepool.kale.Address;

/** Some farmers of the attacked pool, and what has become of their blocks. */
final class Farming {
  /** Network seconds in a second: a block lasts three seconds and a third. */
  static final String SPEED = System.getProperty("kale.attack.speed", "90");

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int FARMERS = 4;
  private static final long DEPOSIT = 1000;

  private final Calls calls;
  private final List<Farmer> farmers;
  private final long first;

  private Farming(Calls calls, List<Farmer> farmers, long first) {
    this.calls = calls;
    this.farmers = farmers;
    this.first = first;
  }

  /** A farmer as it knows itself. */
  record Farmer(String id, String token, String custodial, String payout) {
    String path() {
      return "/api/v1/farmers/" + id;
    }
  }

  /**
   * Lets farmers join, funds them, and waits for the first block that all have farmed: by then the
   * pool, with blocks a hundred times as short as the real ones, has found its speed.
   */
  static Farming begin(Calls calls) {
    String pooler = calls.get("/api/v1/poolers").good().at("/items/0/pooler_id").asText();
    List<Farmer> farmers = new ArrayList<>();
    for (int number = 1; number <= FARMERS; number++) {
      Farmer farmer = join(calls, pooler, number);
      farmers.add(farmer);
      calls.give(farmer.payout(), 0);
      calls.give(farmer.custodial(), 0);
    }
    for (Farmer farmer : farmers) {
      calls.call("POST", farmer.path() + "/confirm-funding", farmer.token(), null).good();
    }
    for (Farmer farmer : farmers) {
      await()
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(() -> state(calls, farmer).equals("ACTIVE"));
      calls.give(farmer.custodial(), DEPOSIT);
    }
    // The running block may have been planted with less than the deposits.
    long planted = newest(calls) + 1;
    await()
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () ->
                isHarvested(calls, Math.max(planted, newest(calls) - 1))
                    || isHarvested(calls, Math.max(planted, newest(calls) - 2)));
    return new Farming(calls, farmers, newest(calls) + 1);
  }

  private static Farmer join(Calls calls, String pooler, int number) {
    JsonNode made = calls.call("POST", "/api/v1/farmers", null, wish(pooler, number)).good();
    return new Farmer(
        made.path("farmer_id").asText(),
        made.path("token").asText(),
        made.path("custodial_wallet").asText(),
        made.path("payout_wallet").asText());
  }

  /** The body with which the farmer of this number joins. */
  static String wish(String pooler, int number) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    return """
        {"pooler_id": "%s", "payout_wallet": "%s", "stake_percentage": 40, "harvest_interval": 1}
        """
        .formatted(pooler, Address.account(key).text());
  }

  private static String state(Calls calls, Farmer farmer) {
    return calls.call("GET", farmer.path(), farmer.token(), null).good().path("state").asText();
  }

  List<Farmer> farmers() {
    return farmers;
  }

  /** The running block. */
  long newest() {
    return newest(calls);
  }

  private static long newest(Calls calls) {
    JsonNode blocks = operators(calls, "/api/v1/blocks?limit=1");
    return blocks.at("/items/0/block_index").asLong();
  }

  private JsonNode block(long index) {
    return operators(calls, "/api/v1/blocks/" + index);
  }

  /** Not at the expense of what this address may ask as anybody. */
  private static JsonNode operators(Calls calls, String path) {
    return calls.call("GET", path, AttackedPool.OPERATOR_KEY, null).json();
  }

  private static boolean isHarvested(Calls calls, long index) {
    return operators(calls, "/api/v1/blocks/" + index).path("harvested").asInt() == FARMERS;
  }

  private boolean isOver(long index) {
    JsonNode block = block(index);
    return block.path("harvested").asInt() + block.path("lost").asInt() >= farmers.size()
        || newest() > index + 2;
  }

  /** Waits for the next block and runs this while it lasts, which must not take longer. */
  long duringBlock(ThrowingRunnable attack) throws Exception {
    long block = newest() + 1;
    await().atMost(PATIENCE).pollInterval(LOOK).until(() -> newest() >= block);
    attack.run();
    return block;
  }

  /** What may throw anything. */
  interface ThrowingRunnable {
    void run() throws Exception;
  }

  /** Waits until this block is over: everybody was planted, worked and harvested. */
  void everybodyFarmed(long index) {
    await().atMost(PATIENCE).pollInterval(LOOK).until(() -> isOver(index));
    JsonNode block = block(index);
    for (String deed : List.of("farmers", "planted", "worked", "harvested")) {
      assertThat(block.path(deed).asInt())
          .as("farmers %s of block %d, which is %s", deed, index, block)
          .isEqualTo(farmers.size());
    }
    assertThat(block.path("lost").asInt()).as("pails lost of %s", block).isZero();
  }

  /** Every block from the first on, {@code blocks} at least, lost nothing, and the books agree. */
  void lostNothing(int blocks) {
    long last = Math.max(first + blocks - 1, newest() - 1);
    await()
        .atMost(PATIENCE.plus(PATIENCE))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> newest() > last);
    for (long index = first; index <= last; index++) {
      everybodyFarmed(index);
    }
    for (Farmer farmer : farmers) {
      JsonNode account =
          calls.call("GET", farmer.path() + "/statement", farmer.token(), null).good();
      assertThat(account.path("earned").asLong()).as("earned of %s", account).isPositive();
    }
    booksAgree();
  }

  /** Books and chain differ by nothing. */
  void booksAgree() {
    assertThat(calls.asOperator("POST", "/reconcile", null).good().path("difference").asLong())
        .as("stroops by which books and chain differ")
        .isZero();
  }
}
