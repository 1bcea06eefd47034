package org.kalepool.stellar.xdr;

import java.math.BigInteger;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.KaleNetwork;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.SCSymbol;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanAuthorizedFunction;
import org.stellar.sdk.xdr.SorobanAuthorizedFunctionType;
import org.stellar.sdk.xdr.SorobanAuthorizedInvocation;
import org.stellar.sdk.xdr.SorobanCredentials;
import org.stellar.sdk.xdr.SorobanCredentialsType;
import org.stellar.sdk.xdr.XdrString;

/** What a plant's source allows by being it, where no simulation says so. */
public final class PlantAuthorization {
  private PlantAuthorization() {}

  /** A plant, and the burning of what is staked. */
  public static SorobanAuthorizationEntry of(Call.Plant plant, KaleNetwork network) {
    SCVal[] arguments = {
      ScVals.address(plant.farmer()), ScVals.int128(BigInteger.valueOf(plant.amount().stroops()))
    };
    SorobanAuthorizedInvocation[] within =
        plant.amount().isPositive()
            ? new SorobanAuthorizedInvocation[] {
              invocation(
                  network.assetContract(), "burn", arguments, new SorobanAuthorizedInvocation[0])
            }
            : new SorobanAuthorizedInvocation[0];
    SorobanCredentials credentials = new SorobanCredentials();
    credentials.setDiscriminant(SorobanCredentialsType.SOROBAN_CREDENTIALS_SOURCE_ACCOUNT);
    SorobanAuthorizationEntry entry = new SorobanAuthorizationEntry();
    entry.setCredentials(credentials);
    entry.setRootInvocation(invocation(network.contract(), "plant", arguments, within));
    return entry;
  }

  private static SorobanAuthorizedInvocation invocation(
      Address contract, String function, SCVal[] arguments, SorobanAuthorizedInvocation[] within) {
    InvokeContractArgs call = new InvokeContractArgs();
    call.setContractAddress(ScVals.scAddress(contract));
    call.setFunctionName(new SCSymbol(new XdrString(function)));
    call.setArgs(arguments);
    SorobanAuthorizedFunction called = new SorobanAuthorizedFunction();
    called.setDiscriminant(
        SorobanAuthorizedFunctionType.SOROBAN_AUTHORIZED_FUNCTION_TYPE_CONTRACT_FN);
    called.setContractFn(call);
    SorobanAuthorizedInvocation invocation = new SorobanAuthorizedInvocation();
    invocation.setFunction(called);
    invocation.setSubInvocations(within);
    return invocation;
  }
}
