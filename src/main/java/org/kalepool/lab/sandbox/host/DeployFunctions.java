package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Module {@code l}: code, contracts that are made, and what they execute. */
final class DeployFunctions {
  private DeployFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add(
        "l.3",
        "create_contract",
        "AddressObject,BytesObject,BytesObject->AddressObject",
        (host, args) -> create(host, args, null));
    table.add(
        "l.e",
        "create_contract_with_constructor",
        "AddressObject,BytesObject,BytesObject,VecObject->AddressObject",
        22,
        (host, args) -> create(host, args, args.value(3)));
    table.add(
        "l.4",
        "create_asset_contract",
        "BytesObject->AddressObject",
        (host, args) -> {
          CreateArgs create =
              CreateArgs.of(CreateArgs.fromAsset(asset(host, args)), Executable.asset());
          return new Creation(host).make(null, create, List.of());
        });
    table.add(
        "l.5",
        "upload_wasm",
        "BytesObject->BytesObject",
        (host, args) -> {
          Make.visit(host);
          host.budget().copy(args.blob(0).length);
          return Make.bytes(host, host.codes().upload(args.blob(0)));
        });
    table.add(
        "l.6",
        "update_current_contract_wasm",
        "BytesObject->Void",
        (host, args) -> {
          byte[] hash = hash(host, args, 0);
          host.codes().requireExists(hash);
          new Creation(host).upgrade(Executable.wasm(hash));
          return Values.VOID;
        });
    table.add(
        "l.a",
        "get_contract_id",
        "AddressObject,BytesObject->AddressObject",
        (host, args) -> {
          byte[] salt = host.crypto().requireLength("contract_id_salt", args.blob(1), 32);
          byte[] preimage = CreateArgs.fromAddress(args.blob(0), salt);
          return Make.object(host, Values.contract(new Creation(host).address(preimage)));
        });
    table.add(
        "l.b",
        "get_asset_contract_id",
        "BytesObject->AddressObject",
        (host, args) ->
            Make.object(
                host,
                Values.contract(
                    new Creation(host).address(CreateArgs.fromAsset(asset(host, args))))));
    table.add(
        "l.h",
        "create_executable_tag",
        "StringObject->ExecutableTagObject",
        28,
        (host, args) -> Make.object(host, new HostValue.Blob(Tags.EXECUTABLE_TAG, args.blob(0))));
    table.add(
        "l.i",
        "create_external_ref_contract",
        "AddressObject,AddressObject,ExecutableTagObject,BytesObject,VecObject->AddressObject",
        28,
        (host, args) -> {
          Executable executable = Executable.reference(args.blob(1), args.blob(2));
          byte[] salt = host.crypto().requireLength("contract_id_salt", args.blob(3), 32);
          return new Creation(host).byContract(args.value(0), executable, salt, args.value(4));
        });
    table.add(
        "l.j",
        "update_current_contract_executable_ref",
        "AddressObject,ExecutableTagObject->Void",
        28,
        (host, args) -> {
          Executable executable = Executable.reference(args.blob(0), args.blob(1));
          Creation creation = new Creation(host);
          creation.requireReference(executable);
          creation.upgrade(executable);
          return Values.VOID;
        });
  }

  private static HostValue create(Host host, HostArgs args, @Nullable HostValue constructorArgs) {
    byte[] hash = hash(host, args, 1);
    byte[] salt = host.crypto().requireLength("contract_id_salt", args.blob(2), 32);
    return new Creation(host)
        .byContract(args.value(0), Executable.wasm(hash), salt, constructorArgs);
  }

  private static byte[] hash(Host host, HostArgs args, int at) {
    Make.visit(host);
    return host.crypto().requireLength("wasm_hash", args.blob(at), 32);
  }

  private static byte[] asset(Host host, HostArgs args) {
    Make.visit(host);
    host.budget().charge(CostType.VAL_DESER, args.blob(0).length);
    return ScValIn.asset(args.blob(0));
  }
}
