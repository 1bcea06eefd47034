package org.kalepool.machine;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The machine's own gauges, beside those of hashing and node. */
final class MachineMeters {
  private MachineMeters() {}

  static void bind(MeterRegistry meters, PoolerMachine machine) {
    Gauge.builder("kale.machine.block", machine, it -> it.view().block())
        .description("the running block; -1 while none is known")
        .register(meters);
    Gauge.builder("kale.machine.farmers", machine, it -> it.view().farmers())
        .description("farmers planted in the running block")
        .register(meters);
    Gauge.builder("kale.machine.capacity", machine, it -> it.view().capacity())
        .description("farmers this machine can find a first hash for in a block")
        .register(meters);
    Gauge.builder("kale.machine.landed", machine, it -> it.view().landed())
        .description("farmers of the running block whose work the chain has")
        .register(meters);
    Gauge.builder("kale.machine.gap", machine, it -> it.view().gap())
        .description("mean gap of those works, ledgers")
        .register(meters);
    Gauge.builder("kale.machine.reports.open", machine, it -> it.view().unreported())
        .description("blocks whose end the backend has not been told")
        .register(meters);
    Gauge.builder("kale.machine.backend.reachable", machine, it -> it.view().backendAway() ? 0 : 1)
        .description("1 while the backend answers")
        .register(meters);
    FunctionCounter.builder("kale.machine.works.taken", machine, it -> it.view().worksTaken())
        .description("works that the backend took to be sent")
        .register(meters);
    FunctionCounter.builder("kale.machine.works.refused", machine, it -> it.view().worksRefused())
        .description("works that the backend would not send")
        .register(meters);
    if (machine.view().channels().own()) {
      channels(meters, machine);
    }
  }

  private static void channels(MeterRegistry meters, PoolerMachine machine) {
    Gauge.builder("kale.machine.channels", machine, it -> it.view().channels().channels())
        .description("accounts of its own that it sends works from")
        .register(meters);
    Gauge.builder("kale.machine.channels.wanted", machine, it -> it.view().channels().wanted())
        .description("accounts that its farmers want")
        .register(meters);
    Gauge.builder(
            "kale.machine.channels.xlm.stroops",
            machine,
            it -> it.view().channels().held().stroops())
        .description("XLM on these accounts, reserves included")
        .register(meters);
    Gauge.builder(
            "kale.machine.wallet.xlm.stroops",
            machine,
            it -> it.view().channels().wallet().stroops())
        .description("XLM of the pooler's wallet")
        .register(meters);
    FunctionCounter.builder(
            "kale.machine.own.works.landed", machine, it -> it.view().channels().landed())
        .description("works sent by the machine itself that are in a ledger")
        .register(meters);
    FunctionCounter.builder(
            "kale.machine.own.works.failed", machine, it -> it.view().channels().failed())
        .description("works sent by the machine itself that failed there, and cost")
        .register(meters);
    FunctionCounter.builder(
            "kale.machine.own.works.handed.over", machine, it -> it.view().channels().handedOver())
        .description("works that the backend got as no channel could send them in time")
        .register(meters);
    FunctionCounter.builder(
            "kale.machine.own.fees.stroops", machine, it -> it.view().channels().fees().stroops())
        .description("what the machine's own accounts were charged")
        .register(meters);
  }
}
