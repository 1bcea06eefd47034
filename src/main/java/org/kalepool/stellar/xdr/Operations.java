package org.kalepool.stellar.xdr;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.KaleNetwork;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.ChangeTrustOp;
import org.stellar.sdk.xdr.ClaimClaimableBalanceOp;
import org.stellar.sdk.xdr.ClaimPredicate;
import org.stellar.sdk.xdr.ClaimPredicateType;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.ClaimantType;
import org.stellar.sdk.xdr.CreateAccountOp;
import org.stellar.sdk.xdr.CreateClaimableBalanceOp;
import org.stellar.sdk.xdr.HostFunction;
import org.stellar.sdk.xdr.HostFunctionType;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.InvokeHostFunctionOp;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PaymentOp;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.XdrDataOutputStream;

/** Writes a {@link Call} as operations. */
final class Operations {
  private final KaleNetwork network;

  Operations(KaleNetwork network) {
    this.network = network;
  }

  /**
   * Writes how many there are, and each.
   *
   * @param lane the transaction's source; an operation's own source is left out if it is the same
   * @param auth the authorisations of a contract call
   */
  void write(XdrDataOutputStream out, Call call, Address lane, List<SorobanAuthorizationEntry> auth)
      throws IOException {
    if (call instanceof ContractCall.Create create) {
      out.writeInt(1);
      Creations.write(out, create);
      return;
    }
    List<Operation> all = of(call, lane, auth);
    out.writeInt(all.size());
    for (Operation operation : all) {
      operation.encode(out);
    }
  }

  private List<Operation> of(Call call, Address lane, List<SorobanAuthorizationEntry> auth) {
    return switch (call) {
      case Call.Plant plant -> {
        // the operation's source authorises a call of its own without any further signature
        Address source = plant.farmer().isAccount() ? plant.farmer() : lane;
        SCVal[] arguments = ContractFunctions.arguments(plant);
        yield List.of(invoke(farm("plant", arguments), own(source, lane), auth));
      }
      case Call.Work work ->
          List.of(invoke(farm("work", ContractFunctions.arguments(work)), null, auth));
      case Call.Harvest harvest ->
          List.of(invoke(farm("harvest", ContractFunctions.arguments(harvest)), null, auth));
      case Call.Many many ->
          List.of(invoke(ContractFunctions.invocation(many, network.contract()), null, auth));
      case Call.Settle settle ->
          List.of(invoke(ContractFunctions.invocation(settle.vault(), "settle"), null, auth));
      case Call.MakeVault _, Call.Stop _ ->
          throw new IllegalArgumentException("only the pool contract can do this: " + call);
      case Call.Operations many -> many.operations().stream().map(op -> classic(op, lane)).toList();
      case ContractCall.Life life -> List.of(LifeOperations.operation(life));
      case ContractCall own -> List.of(invoke(ContractFunctions.of(own), null, auth));
    };
  }

  private InvokeContractArgs farm(String function, SCVal[] arguments) {
    return ContractFunctions.invocation(network.contract(), function, arguments);
  }

  private Operation classic(Call.Op op, Address lane) {
    Operation.OperationBody body =
        switch (op) {
          case Call.OpenTrustline open -> changeTrust(Long.MAX_VALUE);
          case Call.CloseTrustline close -> changeTrust(0);
          case Call.LimitTrustline limit -> changeTrust(limit.limit().stroops());
          case Call.PayKale pay ->
              pay(
                  Xdr.muxed(pay.destination(), pay.id()),
                  Assets.asset(network.assetCode(), network.assetIssuer()),
                  pay.amount().stroops());
          case Call.PayXlm pay ->
              pay(Xdr.muxed(pay.destination(), pay.id()), Assets.xlm(), pay.amount().stroops());
          case Call.CreateAccount create -> {
            CreateAccountOp making = new CreateAccountOp();
            making.setDestination(Xdr.accountId(create.account()));
            making.setStartingBalance(Xdr.int64(create.amount().stroops()));
            Operation.OperationBody opening = body(OperationType.CREATE_ACCOUNT);
            opening.setCreateAccountOp(making);
            yield opening;
          }
          case Call.ClaimableKale claim -> claimable(claim.claimant(), claim.amount());
          case Call.Claim claim -> {
            ClaimClaimableBalanceOp taking = new ClaimClaimableBalanceOp();
            taking.setBalanceID(LedgerKeys.balanceId(claim.balance()));
            Operation.OperationBody claiming = body(OperationType.CLAIM_CLAIMABLE_BALANCE);
            claiming.setClaimClaimableBalanceOp(taking);
            yield claiming;
          }
          case Call.Merge merge -> {
            Operation.OperationBody merging = body(OperationType.ACCOUNT_MERGE);
            merging.setDestination(Xdr.muxed(merge.destination(), merge.id()));
            yield merging;
          }
        };
    return operation(body, own(op.source(), lane));
  }

  private static @Nullable Address own(@Nullable Address source, Address lane) {
    return lane.equals(source) ? null : source;
  }

  private Operation.OperationBody changeTrust(long limit) {
    ChangeTrustOp change = new ChangeTrustOp();
    change.setLine(Assets.changeTrustAsset(network.assetCode(), network.assetIssuer()));
    change.setLimit(Xdr.int64(limit));
    Operation.OperationBody body = body(OperationType.CHANGE_TRUST);
    body.setChangeTrustOp(change);
    return body;
  }

  private static Operation.OperationBody pay(MuxedAccount destination, Asset asset, long stroops) {
    PaymentOp payment = new PaymentOp();
    payment.setDestination(destination);
    payment.setAsset(asset);
    payment.setAmount(Xdr.int64(stroops));
    Operation.OperationBody body = body(OperationType.PAYMENT);
    body.setPaymentOp(payment);
    return body;
  }

  private Operation.OperationBody claimable(Address claimant, Kale amount) {
    ClaimPredicate always = new ClaimPredicate();
    always.setDiscriminant(ClaimPredicateType.CLAIM_PREDICATE_UNCONDITIONAL);
    Claimant.ClaimantV0 who = new Claimant.ClaimantV0();
    who.setDestination(Xdr.accountId(claimant));
    who.setPredicate(always);
    Claimant claims = new Claimant();
    claims.setDiscriminant(ClaimantType.CLAIMANT_TYPE_V0);
    claims.setV0(who);
    CreateClaimableBalanceOp create = new CreateClaimableBalanceOp();
    create.setAsset(Assets.asset(network.assetCode(), network.assetIssuer()));
    create.setAmount(Xdr.int64(amount.stroops()));
    create.setClaimants(new Claimant[] {claims});
    Operation.OperationBody body = body(OperationType.CREATE_CLAIMABLE_BALANCE);
    body.setCreateClaimableBalanceOp(create);
    return body;
  }

  private static Operation invoke(
      InvokeContractArgs call, @Nullable Address source, List<SorobanAuthorizationEntry> auth) {
    HostFunction host = new HostFunction();
    host.setDiscriminant(HostFunctionType.HOST_FUNCTION_TYPE_INVOKE_CONTRACT);
    host.setInvokeContract(call);
    return invoke(host, source, auth);
  }

  private static Operation invoke(
      HostFunction host, @Nullable Address source, List<SorobanAuthorizationEntry> auth) {
    InvokeHostFunctionOp invoke = new InvokeHostFunctionOp();
    invoke.setHostFunction(host);
    invoke.setAuth(auth.toArray(SorobanAuthorizationEntry[]::new));
    Operation.OperationBody body = body(OperationType.INVOKE_HOST_FUNCTION);
    body.setInvokeHostFunctionOp(invoke);
    return operation(body, source);
  }

  private static Operation.OperationBody body(OperationType type) {
    Operation.OperationBody body = new Operation.OperationBody();
    body.setDiscriminant(type);
    return body;
  }

  private static Operation operation(Operation.OperationBody body, @Nullable Address source) {
    Operation operation = new Operation();
    operation.setSourceAccount(source == null ? null : Xdr.muxed(source));
    operation.setBody(body);
    return operation;
  }
}
