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
  }
}
