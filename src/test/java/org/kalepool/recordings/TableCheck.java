package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.address;
import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.hash;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.ContractTrap;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.kale.Trustline;
import org.kalepool.kale.WorkHash;

/** Compares the tables line by line: what a line asks with what the pure functions answer. */
final class TableCheck {
  private TableCheck() {}

  static Optional<Difference> scores(Recording recording) {
    return firstDifference(recording, List.of("reward", "minted", "error"), TableCheck::score);
  }

  static Optional<Difference> hashes(Recording recording) {
    return firstDifference(recording, List.of("hash", "zeros"), TableCheck::work);
  }

  /** Each line's fields of these names against those of the answer. */
  static Optional<Difference> firstDifference(
      Recording recording, List<String> fields, Function<JsonNode, ObjectNode> answer) {
    for (int i = 0; i < recording.lines().size(); i++) {
      JsonNode line = recording.lines().get(i);
      int at = i + 1;
      Optional<JsonComparison.Mismatch> found;
      try {
        found = JsonComparison.first("", only(line, fields), answer.apply(line));
      } catch (RuntimeException e) {
        throw new RecordingException(
            recording.file() + " line " + at + " cannot be checked: " + e, e);
      }
      if (found.isPresent()) {
        return found.map(m -> new Difference(recording.file(), at, m.field(), m.wanted(), m.got()));
      }
    }
    return Optional.empty();
  }

  private static ObjectNode only(JsonNode line, List<String> fields) {
    ObjectNode wanted = GameJson.NODES.objectNode();
    fields.stream().filter(line::has).forEach(name -> wanted.set(name, field(line, name)));
    return wanted;
  }

  private static ObjectNode score(JsonNode line) {
    Pail pail = GameJson.pail(field(line, "pail"));
    try {
      BigInteger reward =
          Reward.of(GameJson.block(field(line, "block")), pail, number(line, "index"));
      BigInteger minted = reward.add(pail.stake());
      Trustline empty = new Trustline(Kale.ZERO, Kale.ofStroops(Long.MAX_VALUE));
      if (minted.signum() > 0) {
        Trustline.mint(empty, minted);
      }
      return GameJson.NODES
          .objectNode()
          .put("reward", reward.toString())
          .put("minted", minted.max(BigInteger.ZERO).toString());
    } catch (ContractException e) {
      return GameJson.contractError(e.code());
    } catch (ContractTrap e) {
      return GameJson.error("WasmVm", KaleTarget.INVALID_ACTION);
    }
  }

  private static ObjectNode work(JsonNode line) {
    long nonce = Long.parseUnsignedLong(field(line, "nonce").textValue());
    Hash hash =
        WorkHash.of(number(line, "index"), nonce, hash(line, "entropy"), address(line, "farmer"));
    return GameJson.NODES.objectNode().put("hash", hash.hex()).put("zeros", hash.zeros());
  }
}
