package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** What a contract that owns something is told about what is to be allowed. */
final class AuthContexts {
  private final Host host;

  AuthContexts(Host host) {
    this.host = host;
  }

  HostValue of(Authorized root) {
    List<HostValue> contexts = new ArrayList<>();
    collect(root, contexts);
    return new HostValue.Vec(List.copyOf(contexts));
  }

  private void collect(Authorized node, List<HostValue> contexts) {
    contexts.add(context(node.deed()));
    node.below().forEach(sub -> collect(sub, contexts));
  }

  private HostValue context(Authorized.Deed deed) {
    host.budget().list(3, 16);
    return switch (deed) {
      case Authorized.Deed.Call(HostValue contract, HostValue function, List<HostValue> args) ->
          variant(
              "Contract",
              new HostValue.Dict(
                  List.of(
                      Values.symbol("args"), Values.symbol("contract"), Values.symbol("fn_name")),
                  List.of(new HostValue.Vec(args), contract, function)));
      case Authorized.Deed.Create(CreateArgs args) -> creation(args);
    };
  }

  private HostValue creation(CreateArgs args) {
    if (args.executable().kind() == Executable.ASSET || args.byAsset()) {
      throw host.log()
          .fault(
              Kind.AUTH,
              Code.INVALID_INPUT,
              "StellarAsset executable is not allowed when authorizing create_contract host fn");
    }
    HostValue executable = executable(args.executable());
    HostValue salt = Values.bytes(args.salt());
    if (args.withoutArgs()) {
      return variant(
          "CreateContractHostFn",
          new HostValue.Dict(
              List.of(Values.symbol("executable"), Values.symbol("salt")),
              List.of(executable, salt)));
    }
    List<HostValue> constructorArgs = host.in().list(new XdrIn(args.constructorArgs()));
    return variant(
        "CreateContractWithCtorHostFn",
        new HostValue.Dict(
            List.of(
                Values.symbol("constructor_args"),
                Values.symbol("executable"),
                Values.symbol("salt")),
            List.of(new HostValue.Vec(constructorArgs), executable, salt)));
  }

  private static HostValue variant(String name, HostValue... content) {
    List<HostValue> items = new ArrayList<>();
    items.add(Values.symbol(name));
    items.addAll(List.of(content));
    return new HostValue.Vec(List.copyOf(items));
  }

  /** An executable as contracts know it. */
  static HostValue executable(Executable executable) {
    return switch (executable.kind()) {
      case Executable.WASM -> variant("Wasm", Values.bytes(executable.hash()));
      case Executable.ASSET -> variant("StellarAsset");
      default ->
          variant(
              "ExternalRef",
              new HostValue.Dict(
                  List.of(Values.symbol("owner"), Values.symbol("tag")),
                  List.of(
                      Values.address(executable.owner()),
                      new HostValue.Blob(Tags.STRING, executable.tag()))));
    };
  }
}
