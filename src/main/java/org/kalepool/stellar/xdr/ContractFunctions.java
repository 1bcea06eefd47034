package org.kalepool.stellar.xdr;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.stellar.sdk.xdr.ContractExecutable;
import org.stellar.sdk.xdr.ContractExecutableType;
import org.stellar.sdk.xdr.ContractIDPreimage;
import org.stellar.sdk.xdr.ContractIDPreimageType;
import org.stellar.sdk.xdr.CreateContractArgs;
import org.stellar.sdk.xdr.HostFunction;
import org.stellar.sdk.xdr.HostFunctionType;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.SCSymbol;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.XdrString;

/** Writes calls of contracts as the network's host takes them. */
public final class ContractFunctions {
  private ContractFunctions() {}

  /**
   * @throws IllegalArgumentException for what the SDK cannot write ({@link Creations}), and what is
   *     no function ({@link LifeOperations})
   */
  static HostFunction of(ContractCall call) {
    HostFunction host = new HostFunction();
    switch (call) {
      case ContractCall.Invocation invocation -> {
        host.setDiscriminant(HostFunctionType.HOST_FUNCTION_TYPE_INVOKE_CONTRACT);
        host.setInvokeContract(invocation(invocation));
      }
      case ContractCall.Upload upload -> {
        host.setDiscriminant(HostFunctionType.HOST_FUNCTION_TYPE_UPLOAD_CONTRACT_WASM);
        host.setWasm(Base64.getDecoder().decode(upload.code()));
      }
      case ContractCall.CreateNative() -> {
        host.setDiscriminant(HostFunctionType.HOST_FUNCTION_TYPE_CREATE_CONTRACT);
        host.setCreateContract(ofXlm());
      }
      case ContractCall.Create create ->
          throw new IllegalArgumentException("a creation with a constructor: " + create);
      case ContractCall.Life life -> throw new IllegalArgumentException("no function: " + life);
    }
    return host;
  }

  /** Contract, function and arguments: what is called, and what is authorised. */
  public static InvokeContractArgs invocation(ContractCall.Invocation call) {
    return switch (call) {
      case ContractCall.AddTerms add ->
          invocation(
              add.contract(),
              "add_terms",
              ScVals.uint32(add.basisPoints()),
              ScVals.address(add.wallet()));
      case ContractCall.ExecuteSplit split ->
          invocation(
              split.contract(),
              "execute_split",
              ScVals.bytes(id(split.farmer())),
              int128(split.earned().stroops()),
              ScVals.address(split.payout()),
              ScVals.address(split.custodial()),
              ScVals.vec(split.parts().stream().map(ContractFunctions::part).toArray(SCVal[]::new)),
              int128(split.xlm().stroops()));
      case ContractCall.Transfer pay ->
          invocation(
              pay.contract(),
              "transfer",
              ScVals.address(pay.from()),
              ScVals.address(pay.to()),
              int128(pay.stroops()));
      case ContractCall.Pay pay ->
          invocation(
              pay.contract(),
              "pay",
              ScVals.address(pay.custodial()),
              ScVals.vec(
                  pay.payments().stream()
                      .map(
                          one ->
                              ScVals.vec(ScVals.address(one.to()), int128(one.amount().stroops())))
                      .toArray(SCVal[]::new)));
      case ContractCall.Collect collect ->
          invocation(collect.contract(), "collect", ScVals.address(collect.wallet()));
      case ContractCall.Claim claim -> invocation(claim.contract(), "claim");
    };
  }

  /**
   * What calls the items one after the other.
   *
   * @param farm the contract that works and harvests go to
   */
  public static InvokeContractArgs invocation(Call.Many call, Address farm) {
    return switch (call) {
      case Call.WorkMany many ->
          invocation(
              many.contract(),
              "work_many",
              ScVals.address(farm),
              vec(many.items(), it -> ScVals.vec(arguments(it))));
      case Call.HarvestMany many ->
          invocation(
              many.contract(),
              "harvest_many",
              ScVals.address(farm),
              vec(many.items(), it -> ScVals.vec(arguments(it))));
      case Call.PlantMany many ->
          invocation(
              many.contract(), "plant_many", vec(many.items(), it -> ScVals.vec(arguments(it))));
      case Call.TurnMany many ->
          invocation(
              many.contract(),
              "turn_many",
              ScVals.uint32(many.index()),
              vec(many.plants(), it -> ScVals.vec(arguments(it))));
      case Call.MakeMany many ->
          invocation(
              many.contract(),
              "create_many",
              vec(many.items(), it -> VaultAddresses.value(it.making())),
              int128(many.cover().stroops()));
      case Call.SettleMany many ->
          invocation(
              many.contract(), "settle_many", vec(many.items(), it -> ScVals.address(it.vault())));
      case Call.StopMany many ->
          invocation(
              many.contract(), "stop_many", vec(many.items(), it -> ScVals.address(it.vault())));
    };
  }

  private static <T> SCVal vec(List<T> items, Function<T, SCVal> value) {
    return ScVals.vec(items.stream().map(value).toArray(SCVal[]::new));
  }

  static SCVal[] arguments(Call.Plant plant) {
    return new SCVal[] {ScVals.address(plant.farmer()), int128(plant.amount().stroops())};
  }

  static SCVal[] arguments(Call.Work work) {
    return new SCVal[] {
      ScVals.address(work.farmer()), ScVals.bytes(work.hash().bytes()), ScVals.uint64(work.nonce())
    };
  }

  static SCVal[] arguments(Call.Harvest harvest) {
    return new SCVal[] {ScVals.address(harvest.farmer()), ScVals.uint32(harvest.index())};
  }

  private static SCVal part(ContractCall.Part part) {
    SCVal[] earned =
        part.earned().stream()
            .map(one -> ScVals.vec(ScVals.uint32(one.version()), int128(one.amount().stroops())))
            .toArray(SCVal[]::new);
    return ScVals.vec(int128(part.owed().stroops()), ScVals.vec(earned));
  }

  /** A farmer's id as the split contract has it, 16 bytes. */
  public static byte[] id(UUID farmer) {
    return ByteBuffer.allocate(16)
        .putLong(farmer.getMostSignificantBits())
        .putLong(farmer.getLeastSignificantBits())
        .array();
  }

  private static SCVal int128(long stroops) {
    return ScVals.int128(BigInteger.valueOf(stroops));
  }

  static InvokeContractArgs invocation(Address contract, String function, SCVal... arguments) {
    InvokeContractArgs call = new InvokeContractArgs();
    call.setContractAddress(ScVals.scAddress(contract));
    call.setFunctionName(new SCSymbol(new XdrString(function)));
    call.setArgs(arguments);
    return call;
  }

  private static CreateContractArgs ofXlm() {
    ContractIDPreimage asset = new ContractIDPreimage();
    asset.setDiscriminant(ContractIDPreimageType.CONTRACT_ID_PREIMAGE_FROM_ASSET);
    asset.setFromAsset(Assets.xlm());
    ContractExecutable executable = new ContractExecutable();
    executable.setDiscriminant(ContractExecutableType.CONTRACT_EXECUTABLE_STELLAR_ASSET);
    CreateContractArgs create = new CreateContractArgs();
    create.setContractIDPreimage(asset);
    create.setExecutable(executable);
    return create;
  }
}
