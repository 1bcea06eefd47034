package org.kalepool.lab.sandbox.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/**
 * A ContractEvent.
 *
 * @param contract who emitted it, null for the engine itself
 * @param kind what it is
 */
public record Event(@Nullable Address contract, Kind kind, List<Val> topics, Val data) {
  public enum Kind {
    SYSTEM,
    CONTRACT,
    DIAGNOSTIC
  }

  public void write(XdrOut out) {
    out.int32(0);
    if (contract == null) {
      out.int32(0);
    } else {
      out.int32(1).raw(contract.bytes());
    }
    out.int32(kind.ordinal()).int32(0).int32(topics.size());
    topics.forEach(topic -> topic.write(out));
    data.write(out);
  }

  public String base64() {
    XdrOut out = new XdrOut();
    write(out);
    return out.base64();
  }

  public int size() {
    XdrOut out = new XdrOut();
    write(out);
    return out.size();
  }

  /** A DiagnosticEvent. */
  public String diagnosticBase64(boolean inSuccessfulCall) {
    XdrOut out = new XdrOut().bool(inSuccessfulCall);
    write(out);
    return out.base64();
  }
}
