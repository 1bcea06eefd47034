package org.kalepool.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.recordings.GameJson.field;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.AssetError;
import org.kalepool.kale.Block;
import org.kalepool.kale.ContractError;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.FailureCause;
import org.kalepool.kale.FarmCall;
import org.kalepool.kale.Pail;

/**
 * From a refusal's number, the call and what is stored afterwards, the same cause is found as from
 * inside the contract, for every refusal in the recordings.
 */
final class RecordedCausesTest {
  private final Map<FailureCause, Integer> seen = new EnumMap<>(FailureCause.class);

  @Test
  void findsWhoseErrorEachRecordedRefusalWas() {
    for (Path file : Recording.files(Folders.resources())) {
      Recording recording = Recording.read(file);
      if (recording.kind() == Recording.Kind.SEQUENCE) {
        try (KaleTarget target = new KaleTarget(this::check)) {
          assertThat(new SequenceReplay(recording, target).firstDifference()).isEmpty();
        }
      }
    }
    assertThat(seen)
        .containsKeys(
            FailureCause.BALANCE_TOO_LOW,
            FailureCause.NO_TRUSTLINE,
            FailureCause.OVER_TRUSTLINE_LIMIT,
            FailureCause.AMOUNT_TOO_LARGE,
            FailureCause.NEVER_WORKED,
            FailureCause.HASH_INVALID)
        .doesNotContainKey(FailureCause.CONTRACT_ERROR);
  }

  private void check(JsonNode call, ContractException refusal) {
    String name = field(call, "call").textValue();
    if (!field(call, "args").has("farmer")) {
      return;
    }
    FarmCall farmCall = FarmCall.valueOf(name.toUpperCase(Locale.ROOT));
    JsonNode after = field(call, "after");
    FailureCause found = FailureCause.of(farmCall, refusal.code(), pail(after), block(after));
    assertThat(found).as(call.toString()).isEqualTo(expected(farmCall, refusal));
    seen.merge(found, 1, Integer::sum);
  }

  private static FailureCause expected(FarmCall call, ContractException refusal) {
    if (refusal.raisedByAsset()) {
      if (refusal.code() == AssetError.TRUSTLINE_MISSING.code()) {
        return FailureCause.NO_TRUSTLINE;
      }
      if (refusal.code() == AssetError.OVERFLOW.code()) {
        return FailureCause.AMOUNT_TOO_LARGE;
      }
      return call == FarmCall.PLANT
          ? FailureCause.BALANCE_TOO_LOW
          : FailureCause.OVER_TRUSTLINE_LIMIT;
    }
    return switch (ContractError.values()[refusal.code() - 1]) {
      case FARM_PAUSED -> FailureCause.FARM_PAUSED;
      case PLANT_AMOUNT_TOO_LOW -> FailureCause.AMOUNT_NEGATIVE;
      case ZERO_COUNT_TOO_LOW -> FailureCause.ZEROS_TOO_LOW;
      case PAIL_EXISTS -> FailureCause.ALREADY_PLANTED;
      case PAIL_MISSING -> FailureCause.PAIL_MISSING;
      case WORK_MISSING -> FailureCause.NEVER_WORKED;
      case BLOCK_MISSING -> FailureCause.BLOCK_MISSING;
      case BLOCK_INVALID -> FailureCause.BLOCK_INVALID;
      case HASH_INVALID -> FailureCause.HASH_INVALID;
      case HARVEST_NOT_READY -> FailureCause.HARVEST_NOT_READY;
      case GAP_COUNT_TOO_LOW -> FailureCause.GAP_TOO_LOW;
      default -> FailureCause.CONTRACT_ERROR;
    };
  }

  private static @Nullable Pail pail(JsonNode after) {
    JsonNode pail = field(after, "pail");
    return pail.isNull() ? null : GameJson.pail(pail);
  }

  private static @Nullable Block block(JsonNode after) {
    JsonNode block = field(after, "block");
    return block.isNull() ? null : GameJson.block(block);
  }
}
