package org.kalepool.lab.sandbox.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kalepool.kale.Address;

/** What an asset's contract has in its instance's storage when it is made. */
final class AssetStart {
  private static final int DECIMALS = 7;

  /** What a node counted for writing it, besides what the host counts itself. */
  static final long INSTRUCTIONS = 46_000;

  private AssetStart() {}

  /**
   * @param asset Asset as XDR
   */
  static HostValue.Dict of(byte[] asset) {
    XdrIn in = new XdrIn(asset);
    int type = in.int32();
    if (type == 0) {
      HostValue info = Values.vec(Values.symbol("Native"));
      return storage(metadata("native", "native"), List.of(), info);
    }
    byte[] padded = in.raw(type == 1 ? 4 : 12);
    in.int32();
    byte[] issuer = in.raw(32);
    int length = padded.length;
    while (length > 0 && padded[length - 1] == 0) {
      length--;
    }
    String code = new String(Arrays.copyOf(padded, length), StandardCharsets.UTF_8);
    Address account = Address.account(issuer);
    HostValue fields =
        dict(
            List.of(Values.symbol("asset_code"), Values.symbol("issuer")),
            List.of(new HostValue.Blob(Tags.STRING, padded), Values.bytes(issuer)));
    HostValue info = Values.vec(Values.symbol(type == 1 ? "AlphaNum4" : "AlphaNum12"), fields);
    HostValue admin = Values.address(Values.scAddress(account));
    return storage(metadata(code + ":" + account.text(), code), List.of(admin), info);
  }

  private static HostValue.Dict storage(HostValue metadata, List<HostValue> admin, HostValue info) {
    List<HostValue> keys = new ArrayList<>();
    List<HostValue> values = new ArrayList<>();
    keys.add(Values.symbol("METADATA"));
    values.add(metadata);
    for (HostValue address : admin) {
      keys.add(Values.vec(Values.symbol("Admin")));
      values.add(address);
    }
    keys.add(Values.vec(Values.symbol("AssetInfo")));
    values.add(info);
    return dict(keys, values);
  }

  private static HostValue.Dict metadata(String name, String symbol) {
    return dict(
        List.of(Values.symbol("decimal"), Values.symbol("name"), Values.symbol("symbol")),
        List.of(Values.u32(DECIMALS), Values.string(name), Values.string(symbol)));
  }

  private static HostValue.Dict dict(List<HostValue> keys, List<HostValue> values) {
    return new HostValue.Dict(List.copyOf(keys), List.copyOf(values));
  }
}
