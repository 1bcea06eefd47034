package org.kalepool.lab.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Contracts in wasm and in Java in one host, what they may do, and what stays of it. */
final class SorobanHostTest {
  private static final byte[] CODE = HostWorld.filled(77);

  private final HostWorld world = new HostWorld();
  private final SorobanHost host = hostWith(null);

  private static SorobanHost hostWith(@Nullable NativeContract own) {
    return new SorobanHost(
        new Natives() {
          @Override
          public @Nullable NativeContract asset() {
            return null;
          }

          @Override
          public @Nullable NativeContract code(byte[] hash) {
            return Arrays.equals(hash, CODE) ? own : null;
          }
        },
        HostCosts.builtIn());
  }

  private HostResult run(SorobanHost by, HostRequest request) {
    return by.run(world, HostWorld.ledger(), request);
  }

  private static String outcome(HostResult result) {
    return switch (result.outcome()) {
      case HostResult.Outcome.Returned returned ->
          Base64.getEncoder().encodeToString(returned.value());
      case HostResult.Outcome.Failed failed -> failed.fault().text();
    };
  }

  private static String base64(Val value) {
    return Base64.getEncoder().encodeToString(value.bytes());
  }

  @Test
  void callsAContractInJavaFromWasm() {
    Address sink = world.contract(2, HostWorld.wasm("sink"));
    Address java = world.standIn(3, CODE);
    SorobanHost both =
        hostWith((frame, function, args) -> Val.list(new Val.Sym(function), args.getFirst()));

    HostResult result = run(both, call(sink, "x_call", java, "twice", new Val.U32(4)));

    assertThat(outcome(result)).isEqualTo(base64(Val.list(new Val.Sym("twice"), new Val.U32(4))));
    assertThat(result.footprint().readOnly())
        .contains(EntryKey.instance(java), EntryKey.code(CODE));
  }

  @Test
  void callsWasmFromAContractInJava() {
    Address callee = world.contract(2, HostWorld.wasm("callee"));
    Address java = world.standIn(3, CODE);
    SorobanHost both =
        hostWith(
            (frame, function, args) ->
                frame.call(callee, "add", List.of(new Val.U32(2), new Val.U32(3))));

    HostResult result = run(both, HostWorld.call(java, "sum"));

    assertThat(outcome(result)).isEqualTo(base64(new Val.U32(5)));
  }

  @Test
  void undoesWhatAContractInJavaDidBeforeItFailed() {
    Address sink = world.contract(2, HostWorld.wasm("sink"));
    Address java = world.standIn(3, CODE);
    EntryKey key = SorobanHost.dataKey(Values.scAddress(java), new Val.Sym("k").bytes(), true);
    SorobanHost both =
        hostWith(
            (frame, function, args) -> {
              frame.put(key, SorobanHost.dataEntry(key, new Val.U32(1).bytes()), 0);
              frame.event(List.of(new Val.Sym("lost")), Val.none());
              throw frame.fault(42, "no");
            });

    HostResult tried = run(both, call(sink, "x_try", java, "fail", new Val.U32(0)));

    assertThat(tried.outcome()).isInstanceOf(HostResult.Outcome.Returned.class);
    assertThat(tried.changes()).isEmpty();
    assertThat(tried.events()).isEmpty();
    assertThat(tried.footprint().readWrite()).contains(key);
    HostResult called = run(both, call(sink, "x_call", java, "fail", new Val.U32(0)));
    assertThat(outcome(called)).isEqualTo("Contract:42");
  }

  @Test
  void refusesAContractInJavaThatCallsBack() {
    Address sink = world.contract(2, HostWorld.wasm("sink"));
    Address java = world.standIn(3, CODE);
    SorobanHost both = hostWith((frame, function, args) -> frame.call(sink, "l_info", List.of()));

    HostResult result = run(both, call(sink, "x_call", java, "back", new Val.U32(0)));

    assertThat(outcome(result)).isEqualTo("Context:InvalidAction");
  }

  @Test
  void writesDownWhatAContractInJavaAsksFor() {
    Address java = world.standIn(3, CODE);
    Address farmer = Address.account(HostWorld.filled(5));
    SorobanHost both =
        hostWith(
            (frame, function, args) -> {
              frame.requireAuth(farmer);
              return Val.none();
            });

    HostResult result = run(both, HostWorld.call(java, "plant", Val.i128(3)));

    assertThat(result.auths()).hasSize(1);
    HostResult.RecordedAuth auth = result.auths().getFirst();
    assertThat(auth.address()).isEqualTo(Values.scAddress(farmer));
    assertThat(auth.nonce()).isEqualTo(7);
    XdrOut invocation = new XdrOut().int32(0).raw(Values.scAddress(java)).string("plant").int32(1);
    Val.i128(3).write(invocation);
    assertThat(auth.invocation()).isEqualTo(invocation.int32(0).bytes());
  }

  @Test
  void staysWithinADeclaredFootprint() {
    Address sink = world.contract(2, HostWorld.wasm("sink"));
    Val[] put = {new Val.U32(1), new Val.Sym("key"), new Val.U32(5)};
    HostResult.HostFootprint all = run(host, HostWorld.call(sink, "p_put", put)).footprint();

    assertThat(all.readWrite()).hasSize(1);
    assertThat(outcome(run(host, put(all.readOnly(), List.of(), sink, put))))
        .isEqualTo("Storage:ExceededLimit");
    assertThat(outcome(run(host, put(join(all.readOnly(), all.readWrite()), List.of(), sink, put))))
        .isEqualTo("Storage:ExceededLimit");
    assertThat(run(host, put(all.readOnly(), all.readWrite(), sink, put)).changes())
        .extracting(EntryChange::key)
        .containsExactlyElementsOf(all.readWrite());
  }

  private static HostRequest put(
      List<EntryKey> readOnly, List<EntryKey> readWrite, Address contract, Val... args) {
    return HostWorld.call(
        new HostRequest.Access.Declared(readOnly, readWrite, List.of()), contract, "p_put", args);
  }

  private static List<EntryKey> join(List<EntryKey> first, List<EntryKey> second) {
    List<EntryKey> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  @Test
  void stopsWhereTheInstructionsEnd() {
    Address sink = world.contract(2, HostWorld.wasm("sink"));
    HostRequest request = HostWorld.call(sink, "l_info");
    long needed = run(host, request).instructions();

    assertThat(host.run(world, HostWorld.ledger(), request, needed).outcome())
        .isInstanceOf(HostResult.Outcome.Returned.class);
    assertThat(outcome(host.run(world, HostWorld.ledger(), request, needed - 1)))
        .isEqualTo("Budget:ExceededLimit");
  }

  @Test
  void saysWhichFunctionIsNotImitated() {
    Address contract = world.contract(2, TinyWasm.handingOn("c", "4", 1, 22, 1));

    HostResult result = run(host, HostWorld.call(contract, "f", new Val.Bytes("00".repeat(96))));

    assertThat(outcome(result)).isEqualTo("Context:InternalError");
    assertThat(new String(result.diagnostics().get(1), StandardCharsets.UTF_8))
        .contains("not imitated: bls12_381_check_g1_is_in_subgroup");
  }

  @Test
  void refusesAModuleThatImportsWhatItsInterfaceVersionHasNot() {
    byte[] early = TinyWasm.handingOn("i", "H", 2, 25, 2);
    byte[] due = TinyWasm.handingOn("i", "H", 2, 26, 2);

    assertThat(outcome(run(host, HostWorld.upload(early)))).isEqualTo("WasmVm:InvalidAction");
    assertThat(run(host, HostWorld.upload(due)).changes()).hasSize(1);
  }

  @Test
  void drawsTheSameRandomNumbersFromTheSameSeed() {
    Address contract = world.contract(2, TinyWasm.handingOn("p", "0", 1, 22, 1));
    HostRequest request = HostWorld.call(contract, "f", new Val.U32(12));

    String first = outcome(run(host, request));

    assertThat(first).isEqualTo(outcome(run(host, request)));
    HostRequest other =
        new HostRequest(
            request.hostFunction(),
            request.source(),
            request.authorization(),
            request.access(),
            HostWorld.filled(1));
    assertThat(outcome(run(host, other))).isNotEqualTo(first);
  }

  private static HostRequest call(
      Address by, String how, Address contract, String function, Val arg) {
    return HostWorld.call(by, how, new Val.Addr(contract), new Val.Sym(function), Val.list(arg));
  }
}
