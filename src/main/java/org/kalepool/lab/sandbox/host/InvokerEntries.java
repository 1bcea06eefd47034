package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Reads what a contract allows in its own name (InvokerContractAuthEntry). */
final class InvokerEntries {
  private final Host host;
  private final byte[] contract;

  InvokerEntries(Host host, byte[] contract) {
    this.host = host;
    this.contract = contract;
  }

  Authorized read(HostValue entry) {
    host.budget().enter();
    try {
      List<HostValue> variant = items(entry);
      if (variant.isEmpty() || !Values.isSymbol(variant.getFirst())) {
        throw unexpected();
      }
      if (variant.size() != 2) {
        throw unexpected();
      }
      HostValue content = variant.get(1);
      return switch (Values.text(variant.getFirst())) {
        case "Contract" -> call(content);
        case "CreateContractHostFn" -> creation(content, false);
        case "CreateContractWithCtorHostFn" -> creation(content, true);
        default -> throw unexpected();
      };
    } finally {
      host.budget().leave();
    }
  }

  private Authorized call(HostValue content) {
    List<HostValue> fields = fields(content, "context", "sub_invocations");
    List<HostValue> context = fields(fields.get(0), "args", "contract", "fn_name");
    if (context.get(1).tag() != Tags.ADDRESS || !Values.isSymbol(context.get(2))) {
      throw unexpected();
    }
    List<Authorized> below = new ArrayList<>();
    for (HostValue sub : items(fields.get(1))) {
      below.add(read(sub));
    }
    return new Authorized(
        new Authorized.Deed.Call(context.get(1), context.get(2), items(context.get(0))), below);
  }

  private Authorized creation(HostValue content, boolean withArgs) {
    List<HostValue> fields =
        withArgs
            ? fields(content, "constructor_args", "executable", "salt")
            : fields(content, "executable", "salt");
    int at = withArgs ? 1 : 0;
    Executable executable = executable(fields.get(at));
    byte[] salt = bytes32(fields.get(at + 1));
    byte[] preimage = CreateArgs.fromAddress(new XdrOut().int32(1).raw(contract).bytes(), salt);
    CreateArgs args = CreateArgs.of(preimage, executable);
    if (withArgs) {
      XdrOut out = new XdrOut();
      host.out().list(out, items(fields.get(0)));
      args = new CreateArgs(preimage, executable, out.bytes());
    }
    return new Authorized(new Authorized.Deed.Create(args), List.of());
  }

  private Executable executable(HostValue value) {
    List<HostValue> variant = items(value);
    if (variant.isEmpty() || !Values.isSymbol(variant.getFirst())) {
      throw unexpected();
    }
    return switch (Values.text(variant.getFirst())) {
      case "Wasm" -> {
        if (variant.size() != 2) {
          throw unexpected();
        }
        yield Executable.wasm(bytes32(variant.get(1)));
      }
      case "StellarAsset" ->
          throw host.log()
              .fault(
                  Kind.AUTH,
                  Code.INVALID_INPUT,
                  "StellarAsset executable is not allowed when authorizing create_contract host"
                      + " fn");
      case "ExternalRef" -> {
        List<HostValue> reference = fields(variant.get(1), "owner", "tag");
        yield Executable.reference(Values.blob(reference.get(0)), Values.blob(reference.get(1)));
      }
      default -> throw unexpected();
    };
  }

  private static byte[] bytes32(HostValue value) {
    if (value.tag() != Tags.BYTES) {
      throw unexpected();
    }
    byte[] bytes = Values.blob(value);
    if (bytes.length != 32) {
      throw HostFault.of(Kind.OBJECT, Code.UNEXPECTED_SIZE, "not 32 bytes");
    }
    return bytes;
  }

  private static List<HostValue> items(HostValue value) {
    if (value instanceof HostValue.Vec(List<HostValue> items)) {
      return items;
    }
    throw unexpected();
  }

  private static List<HostValue> fields(HostValue value, String... names) {
    if (!(value instanceof HostValue.Dict(List<HostValue> keys, List<HostValue> values))) {
      throw unexpected();
    }
    if (keys.size() != names.length) {
      throw HostFault.of(Kind.OBJECT, Code.UNEXPECTED_SIZE, "other fields");
    }
    for (int i = 0; i < names.length; i++) {
      if (!Values.isSymbol(keys.get(i))) {
        throw unexpected();
      }
      if (!Values.text(keys.get(i)).equals(names[i])) {
        throw HostFault.of(Kind.OBJECT, Code.INVALID_INPUT, "no field " + names[i]);
      }
    }
    return values;
  }

  private static HostFault unexpected() {
    return HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "no entry of an authorization");
  }
}
