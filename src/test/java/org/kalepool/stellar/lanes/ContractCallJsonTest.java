package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.ContractCall;

class ContractCallJsonTest {
  private static final Address ACCOUNT = Address.account(Sha256.of("account"));
  private static final Address CONTRACT = Address.contract(Sha256.of("contract"));

  static Stream<ContractCall> calls() {
    return Stream.of(
        new ContractCall.Upload("AGFzbQ=="),
        new ContractCall.CreateNative(),
        new ContractCall.Create(
            ACCOUNT,
            new Hash("ab".repeat(32)),
            new Hash("cd".repeat(32)),
            List.of(
                new ContractCall.Whom(CONTRACT),
                new ContractCall.Digest(new Hash("ef".repeat(32))),
                new ContractCall.Count(4_294_967_295L))),
        new ContractCall.AddTerms(CONTRACT, ACCOUNT, 10_000, ACCOUNT),
        new ContractCall.ExecuteSplit(
            CONTRACT,
            new UUID(-1, 2),
            Kale.parse("20"),
            CONTRACT,
            ACCOUNT,
            List.of(
                new ContractCall.Part(
                    ACCOUNT,
                    true,
                    Kale.parse("3"),
                    List.of(
                        new ContractCall.Earned(0, Kale.parse("12")),
                        new ContractCall.Earned(99, Kale.parse("8"))))),
            Xlm.parse("1.5")),
        new ContractCall.Transfer(CONTRACT, ACCOUNT, CONTRACT, Long.MAX_VALUE),
        new ContractCall.Pay(
            CONTRACT, ACCOUNT, List.of(new ContractCall.Payment(CONTRACT, Kale.parse("3")))),
        new ContractCall.Collect(CONTRACT, ACCOUNT),
        new ContractCall.Extend(
            List.of(
                new ContractCall.Instance(CONTRACT),
                new ContractCall.Balance(CONTRACT, Address.contract(new byte[32])),
                new ContractCall.Code(new Hash("ab".repeat(32)))),
            518_400),
        new ContractCall.Restore(List.of(new ContractCall.Instance(CONTRACT))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isReadAsItWasWritten(ContractCall call) {
    assertThat(CallJson.read(CallJson.write(call))).isEqualTo(call);
  }
}
