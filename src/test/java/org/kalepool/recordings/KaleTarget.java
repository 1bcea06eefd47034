package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.NODES;
import static org.kalepool.recordings.GameJson.address;
import static org.kalepool.recordings.GameJson.big;
import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.hash;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.ContractTrap;
import org.kalepool.kale.FarmContract;
import org.kalepool.kale.InMemoryFarm;
import org.kalepool.kale.Moment;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Trustline;

/** The in-memory contract of {@code kale}. */
final class KaleTarget implements ReplayTarget {
  /** The engine's code for a contract that trapped. */
  static final int INVALID_ACTION = 6;

  private final BiConsumer<JsonNode, ContractException> onRefusal;
  private @Nullable InMemoryFarm farm;

  KaleTarget() {
    this((call, refusal) -> {});
  }

  /**
   * @param onRefusal hears of each call that is refused and why, as only the contract itself knows
   */
  KaleTarget(BiConsumer<JsonNode, ContractException> onRefusal) {
    this.onRefusal = onRefusal;
  }

  @Override
  public boolean showsStateWithinLedger() {
    return true;
  }

  @Override
  public void start(JsonNode header) {
    InMemoryFarm started =
        new InMemoryFarm(
            GameJson.farm(header), number(header, "ledger"), number(header, "minTempTtl"));
    for (JsonNode farmer : field(header, "farmers")) {
      Trustline trustline = GameJson.trustline(farmer);
      if (trustline != null) {
        started.putTrustline(address(farmer, "address"), trustline);
      }
    }
    farm = started;
  }

  @Override
  public List<ObjectNode> apply(List<JsonNode> calls) {
    return calls.stream().map(this::answer).toList();
  }

  private ObjectNode answer(JsonNode call) {
    InMemoryFarm state = started();
    state.setLedger(number(call, "ledger"));
    try {
      ObjectNode answer = NODES.objectNode();
      return answer.set("ok", result(new FarmContract(state, state), call));
    } catch (ContractException e) {
      onRefusal.accept(call, e);
      return GameJson.contractError(e.code());
    } catch (ContractTrap e) {
      return GameJson.error("WasmVm", INVALID_ACTION);
    }
  }

  private static JsonNode result(FarmContract contract, JsonNode call) {
    Moment now = new Moment(number(call, "ledger"), number(call, "time"));
    JsonNode args = field(call, "args");
    switch (field(call, "call").textValue()) {
      case "plant" -> contract.plant(now, address(args, "farmer"), big(args, "amount"));
      case "work" -> {
        long nonce = Long.parseUnsignedLong(field(args, "nonce").textValue());
        return NODES.numberNode(
            contract.work(now, address(args, "farmer"), hash(args, "hash"), nonce));
      }
      case "harvest" -> {
        return NODES.textNode(
            contract.harvest(address(args, "farmer"), number(args, "index")).toString());
      }
      case "pause" -> contract.pause();
      case "unpause" -> contract.unpause();
      case "remove_block" -> contract.removeBlock(number(args, "index"));
      default -> throw new RecordingException("an unknown call: " + call);
    }
    return NODES.nullNode();
  }

  @Override
  public ObjectNode after(JsonNode call) {
    InMemoryFarm state = started();
    JsonNode args = field(call, "args");
    long index = args.has("index") ? number(args, "index") : state.farm().index();
    ObjectNode after =
        NODES
            .objectNode()
            .put("farmIndex", state.farm().index())
            .put("paused", state.farm().paused());
    after.set("farmBlock", GameJson.json(state.farm().observed()));
    after.put("index", index);
    Block block = state.block(index);
    after.set(
        "block",
        block == null
            ? null
            : GameJson.json(block).put("liveUntil", state.blockLiveUntil(index).orElseThrow()));
    if (args.has("farmer")) {
      putFarmer(after, state, address(args, "farmer"), index);
    } else {
      after.putNull("pail").putNull("balance");
    }
    return after;
  }

  private static void putFarmer(ObjectNode after, InMemoryFarm state, Address farmer, long index) {
    Pail pail = state.pail(farmer, index);
    after.set(
        "pail",
        pail == null
            ? null
            : GameJson.json(pail)
                .put("liveUntil", state.pailLiveUntil(farmer, index).orElseThrow()));
    Trustline trustline = state.trustline(farmer);
    after.put("balance", trustline == null ? null : Long.toString(trustline.balance().stroops()));
  }

  private InMemoryFarm started() {
    if (farm == null) {
      throw new IllegalStateException("not started");
    }
    return farm;
  }

  @Override
  public void close() {
    farm = null;
  }
}
