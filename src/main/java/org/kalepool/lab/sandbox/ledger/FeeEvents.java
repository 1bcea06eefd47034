package org.kalepool.lab.sandbox.ledger;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/** Reads events that a transaction itself has, as answers show them. */
final class FeeEvents {
  private FeeEvents() {}

  /**
   * @param xdr a ContractEvent of a contract
   */
  static TxRecord.LedgerEvent read(byte[] xdr) {
    XdrWalk in = new XdrWalk(xdr).skip(8);
    int id = in.position();
    Address contract = Address.contract(in.skip(32).since(id));
    in.skip(8);
    int count = in.count();
    List<String> topics = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      topics.add(value(in));
    }
    return new TxRecord.LedgerEvent(
        contract.text(), topics, value(in), Base64.getEncoder().encodeToString(xdr));
  }

  private static String value(XdrWalk in) {
    int start = in.position();
    in.skipValue();
    return Base64.getEncoder().encodeToString(in.since(start));
  }
}
