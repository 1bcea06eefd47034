package org.kalepool.stellar.lanes;

import java.util.List;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.xdr.Authorizations;
import org.kalepool.stellar.xdr.ContractFunctions;
import org.kalepool.stellar.xdr.Creations;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanCredentialsType;

/** Sees to it that nothing is signed but what a call needs, whatever a node wants. */
final class NeededAuthorizations {
  private final KaleNetwork network;

  NeededAuthorizations(KaleNetwork network) {
    this.network = network;
  }

  /**
   * Those that a node's simulation wants, if the call needs all of them.
   *
   * @throws RpcException if it wants another
   */
  List<SorobanAuthorizationEntry> checked(Call call, List<String> auth) {
    if (call instanceof ContractCall.Create create) {
      // the one that it needs is written with it
      if (!auth.equals(List.of(Xdr.base64(Creations.authorization(create))))) {
        throw new RpcException("the node wants an authorisation that the creation does not need");
      }
      return List.of();
    }
    return auth.stream().map(entry -> checked(call, entry)).toList();
  }

  /**
   * An authorisation by the operation's source; of the pool's own contracts also by others that the
   * call names, and of nothing but this very call: an operator's of nothing within it either.
   */
  private SorobanAuthorizationEntry checked(Call call, String base64) {
    SorobanAuthorizationEntry entry =
        Xdr.read("an authorisation", base64, SorobanAuthorizationEntry::decode);
    boolean bySource =
        entry.getCredentials().getDiscriminant()
            == SorobanCredentialsType.SOROBAN_CREDENTIALS_SOURCE_ACCOUNT;
    InvokeContractArgs called = entry.getRootInvocation().getFunction().getContractFn();
    boolean needed =
        switch (call) {
          case ContractCall.Invocation own ->
              ContractFunctions.invocation(own).equals(called)
                  && (bySource
                      || (Authorizations.isOwn(entry)
                          && own.authorizers().contains(Authorizations.whose(entry))));
          case ContractCall _ -> false;
          case Call.Many many when !many.authorizers().isEmpty() ->
              ContractFunctions.invocation(many, network.contract()).equals(called)
                  && entry.getRootInvocation().getSubInvocations().length == 0
                  && (bySource
                      || (Authorizations.isOwn(entry)
                          && many.authorizers().contains(Authorizations.whose(entry))));
          default ->
              bySource
                  && called != null
                  && called.getContractAddress().equals(ScVals.scAddress(network.contract()));
        };
    if (!needed) {
      throw new RpcException("the node wants an authorisation that the call does not need");
    }
    return entry;
  }
}
