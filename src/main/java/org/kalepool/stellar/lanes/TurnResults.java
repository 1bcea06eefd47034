package org.kalepool.stellar.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.SCVal;

/** What a turn's results say of its harvests and plants: two for each vault, in this order. */
final class TurnResults {
  private static final int HARVEST = 0;
  private static final int PLANT = 1;

  private TurnResults() {}

  /**
   * What became of each of a turn's items, in their order. Of the vault that comes twice either try
   * counts.
   *
   * @param one what a result of a call says
   * @throws XdrException if there are not two results for each vault
   */
  static List<Answer.Item> items(
      Call.TurnMany turn, SCVal[] values, BiFunction<Call, SCVal, Answer.Item> one) {
    List<Call.Plant> plants = turn.plants();
    if (values.length != 2 * plants.size()) {
      throw new XdrException(values.length + " results of a turn of " + plants.size());
    }
    Map<Address, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < plants.size(); i++) {
      places.computeIfAbsent(plants.get(i).farmer(), _ -> new ArrayList<>()).add(2 * i);
    }
    List<Answer.Item> items = new ArrayList<>();
    for (Call item : turn.items()) {
      items.add(
          switch (item) {
            case Call.Harvest harvest -> {
              // the second try shows what is wrong with it, the first was too early
              List<Integer> tries = places.getOrDefault(harvest.farmer(), List.of()).reversed();
              yield best(tries.stream().map(at -> one.apply(item, values[at + HARVEST])).toList());
            }
            case Call.Plant plant -> {
              List<Integer> tries = places.getOrDefault(plant.farmer(), List.of());
              yield best(tries.stream().map(at -> one.apply(item, values[at + PLANT])).toList());
            }
            default -> throw new IllegalStateException("not of a turn: " + item);
          });
    }
    return items;
  }

  private static Answer.Item best(List<Answer.Item> tries) {
    return tries.stream()
        .filter(Answer.Item.Done.class::isInstance)
        .findFirst()
        .orElseGet(tries::getFirst);
  }

  /**
   * What is not planted is not in the call, so it is not harvested by it either. A harvest that
   * comes too early does so since the plants before it would fail, and they will not be there.
   *
   * @param failing what a simulation says would fail, by the items' places; is changed
   */
  static void failTogether(Call.TurnMany turn, Map<Integer, Answer.Refused> failing) {
    Map<Address, Answer.Refused> plants = new HashMap<>();
    failing.forEach(
        (place, refused) -> {
          if (turn.items().get(place) instanceof Call.Plant plant) {
            plants.put(plant.farmer(), refused);
          }
        });
    for (int place = 0; place < turn.items().size(); place++) {
      if (turn.items().get(place) instanceof Call.Harvest harvest) {
        Answer.Refused plant = plants.get(harvest.farmer());
        Answer.Refused own = failing.get(place);
        if (plant != null) {
          String detail = "its plant would fail: " + plant.detail();
          failing.put(place, new Answer.Refused(Cause.BATCH_FAILED, detail));
        } else if (own != null && own.cause() == Cause.HARVEST_NOT_READY) {
          failing.remove(place);
        }
      }
    }
  }
}
