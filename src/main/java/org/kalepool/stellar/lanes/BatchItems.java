package org.kalepool.stellar.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Tells what each item of a batch came to, by what the batch returned. */
final class BatchItems {
  private final Causes causes;

  BatchItems(Causes causes) {
    this.causes = causes;
  }

  /**
   * All of them, by their places.
   *
   * @throws XdrException if it does not tell
   */
  List<Answer.Item> of(Call.Many many, SCVal returned) {
    SCVal[] values =
        Xdr.understand("a batch's results", () -> ScVals.expect(returned, SCValType.SCV_VEC))
            .getVec()
            .getSCVec();
    if (many instanceof Call.TurnMany turn) {
      return TurnResults.items(turn, values, this::item);
    }
    if (values.length != many.items().size()) {
      throw new XdrException(values.length + " results of " + many.items().size() + " items");
    }
    List<Answer.Item> items = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      items.add(item(many.items().get(i), values[i]));
    }
    return items;
  }

  private Answer.Item item(Call call, SCVal value) {
    SCValType type = value.getDiscriminant();
    if (type == SCValType.SCV_ERROR) {
      Faults.HostFault fault = Faults.fault(value.getError());
      return new Answer.Item.Failed(causes.of(call, fault), fault.text());
    }
    boolean done =
        switch (call) {
          case Call.Harvest _, Call.Settle _ -> type == SCValType.SCV_I128;
          case Call.Work _ -> type == SCValType.SCV_U32;
          case Call.Plant _, Call.Stop _ -> type == SCValType.SCV_VOID;
          case Call.MakeVault making ->
              type == SCValType.SCV_ADDRESS && ScVals.address(value).equals(making.address());
          default -> false;
        };
    return done
        ? new Answer.Item.Done(call instanceof Call.Harvest ? reward(value) : null)
        : new Answer.Item.Failed(Cause.OTHER, "returned " + type);
  }

  private static Kale reward(SCVal value) {
    return Xdr.understand("a reward", () -> Kale.ofStroops(ScVals.int128(value).longValueExact()));
  }

  /**
   * The items of a batch that failed, by their places.
   *
   * @throws XdrException if it does not tell
   */
  Map<Integer, Answer.Refused> failing(Call.Many many, SCVal returned) {
    List<Answer.Item> items = of(many, returned);
    Map<Integer, Answer.Refused> failing = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Answer.Item.Failed(Cause cause, String detail)) {
        failing.put(i, new Answer.Refused(cause, detail));
      }
    }
    if (many instanceof Call.TurnMany turn) {
      TurnResults.failTogether(turn, failing);
    }
    return failing;
  }
}
