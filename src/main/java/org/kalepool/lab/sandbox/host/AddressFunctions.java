package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code a}: who has allowed what, and addresses. */
final class AddressFunctions {
  private static final int ED25519 = 4;
  private static final int ID = 36;

  private AddressFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add(
        "a._",
        "require_auth_for_args",
        "AddressObject,VecObject->Void",
        (host, args) -> {
          Make.visit(host);
          host.authority().require(args.value(0), args.items(1));
          return Values.VOID;
        });
    table.add(
        "a.0",
        "require_auth",
        "AddressObject->Void",
        (host, args) -> {
          host.authority().require(args.value(0), host.frames().current().args());
          return Values.VOID;
        });
    table.add(
        "a.1",
        "strkey_to_address",
        "Val->AddressObject",
        (host, args) -> fromText(host, args, false));
    table.add(
        "a.2",
        "address_to_strkey",
        "AddressObject->StringObject",
        (host, args) -> text(host, args.value(0)));
    table.add(
        "a.3",
        "authorize_as_curr_contract",
        "VecObject->Void",
        (host, args) -> {
          host.authority().allowAsCurrentContract(args.value(0));
          return Values.VOID;
        });
    table.add(
        "a.4",
        "get_address_from_muxed_address",
        "MuxedAddressObject->AddressObject",
        23,
        (host, args) -> {
          byte[] account = new byte[40];
          System.arraycopy(args.blob(0), 12, account, 8, 32);
          return Make.object(host, Values.address(account));
        });
    table.add(
        "a.5",
        "get_id_from_muxed_address",
        "MuxedAddressObject->U64Val",
        23,
        (host, args) -> {
          XdrIn in = new XdrIn(args.blob(0));
          in.int32();
          return Make.object(host, Values.u64(in.int64()));
        });
    table.add(
        "a.6", "get_address_executable", "AddressObject->Val", 23, AddressFunctions::executable);
    table.add(
        "a.7",
        "strkey_to_muxed_address",
        "Val->Val",
        26,
        (host, args) -> fromText(host, args, true));
    table.add(
        "a.8",
        "muxed_address_to_strkey",
        "Val->StringObject",
        26,
        (host, args) -> {
          int tag = args.value(0).tag();
          if (!args.value(0).isObject()) {
            throw unexpected(host, "address is not an object", args.value(0));
          }
          if (tag != Tags.ADDRESS && tag != Tags.MUXED_ADDRESS) {
            throw unexpected(
                host, "value is not an AddressObject or MuxedAddressObject", args.value(0));
          }
          return text(host, args.value(0));
        });
    table.add(
        "a.9",
        "get_delegated_signers_for_current_auth_check",
        "->VecObject",
        27,
        (host, args) -> {
          requireCheck(host, "get_delegated_signers_for_current_auth_check");
          return Make.object(host, Values.EMPTY_VEC);
        });
    table.add(
        "a.a",
        "delegate_account_auth",
        "AddressObject->Void",
        27,
        (host, args) -> {
          requireCheck(host, "delegate_account_auth");
          throw host.log()
              .fault(
                  Kind.AUTH,
                  Code.INVALID_INPUT,
                  "no delegated signers were provided, but delegate_account_auth was called for"
                      + " address",
                  args.value(0));
        });
  }

  private static void requireCheck(Host host, String function) {
    HostValue running = host.frames().current().function();
    if (!Values.text(running).equals(Authentication.CHECK)) {
      throw host.log()
          .fault(
              Kind.CONTEXT,
              Code.INVALID_ACTION,
              function
                  + " host function can only be called from within `__check_auth`, but was called"
                  + " within a different contract function",
              running);
    }
  }

  private static HostValue text(Host host, HostValue address) {
    Make.visit(host);
    host.budget().list(91, 1);
    byte[] xdr = Values.blob(address);
    String text =
        switch (xdr[3]) {
          case 0 -> AddressText.account(Arrays.copyOfRange(xdr, 2 * ED25519, 40));
          case 1 -> AddressText.contract(Arrays.copyOfRange(xdr, 4, ID));
          default -> AddressText.muxed(xdr);
        };
    return Make.object(host, Values.string(text));
  }

  private static HostValue fromText(Host host, HostArgs args, boolean muxedToo) {
    HostValue text = args.value(0);
    if (!text.isObject()) {
      throw unexpected(host, "strkey is not an object", text);
    }
    Make.visit(host);
    if (text.tag() != Tags.BYTES && text.tag() != Tags.STRING) {
      throw unexpected(host, "strkey is not a string or bytes object", text);
    }
    byte[] key = Values.blob(text);
    boolean fits =
        key.length == AddressText.LENGTH || (muxedToo && key.length == AddressText.MUXED_LENGTH);
    if (!fits) {
      throw invalid(host, "unexpected strkey length", text);
    }
    host.budget().list(key.length, 1);
    host.budget().list(70, 1);
    AddressText parsed = AddressText.parse(key);
    if (parsed == null) {
      throw invalid(host, "couldn't process the string as strkey", text);
    }
    byte[] address = parsed.scAddress();
    if (address == null || (address[3] == 2 && !muxedToo)) {
      throw invalid(host, "incorrect strkey type", text);
    }
    return Make.object(
        host, new HostValue.Blob(address[3] == 2 ? Tags.MUXED_ADDRESS : Tags.ADDRESS, address));
  }

  private static HostFault unexpected(Host host, String message, HostValue value) {
    return host.log().fault(Kind.VALUE, Code.UNEXPECTED_TYPE, message, value);
  }

  private static HostFault invalid(Host host, String message, HostValue value) {
    return host.log().fault(Kind.VALUE, Code.INVALID_INPUT, message, value);
  }

  /** What stands behind an address; nothing when there is nothing. */
  private static Object executable(Host host, HostArgs args) {
    byte[] xdr = args.blob(0);
    host.budget().copy(48);
    if (Values.isAccount(xdr)) {
      EntryKey key = EntryKey.account(Values.address(args.value(0)));
      return !host.entries().has(key, null)
          ? Values.VOID
          : Make.object(host, Values.vec(Values.symbol("Account")));
    }
    Instance instance = host.codes().instanceOrNull(Arrays.copyOfRange(xdr, 4, ID));
    if (instance == null) {
      return Values.VOID;
    }
    Executable executable = instance.executable();
    if (executable.kind() == Executable.ASSET) {
      return Make.object(host, Values.vec(Values.symbol("StellarAsset")));
    }
    HostValue hash = Values.bytes(host.codes().hash(executable));
    return Make.object(host, new HostValue.Vec(List.of(Values.symbol("Wasm"), hash)));
  }
}
