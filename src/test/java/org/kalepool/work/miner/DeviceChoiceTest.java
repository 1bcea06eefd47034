package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DeviceChoiceTest {
  private static final OpenCl.Device CARD =
      new OpenCl.Device(0, 4, 132, 1980, "card", "maker", "1", "");
  private static final OpenCl.Device PROCESSOR =
      new OpenCl.Device(1, 2, 8, 3000, "processor", "maker", "1", "");

  @Test
  void takesCardsButNotTheProcessorByDefault() {
    DeviceChoice choice = DeviceChoice.of("auto");
    assertThat(choice.none()).isFalse();
    assertThat(choice.objection(CARD)).isEmpty();
    assertThat(choice.objection(PROCESSOR)).hasValue("it is the CPU itself");
  }

  @Test
  void takesWhatIsNamed() {
    DeviceChoice choice = DeviceChoice.of("opencl-1, opencl-3");
    assertThat(choice.objection(PROCESSOR)).isEmpty();
    assertThat(choice.objection(CARD)).hasValue("not in kale.work.devices");
    assertThat(choice.ids()).containsExactly("opencl-1", "opencl-3");
  }

  @Test
  void takesNothingThatCannotBeUsed() {
    OpenCl.Device away = new OpenCl.Device(0, 0, 1, 1, "card", "maker", "1", "");
    OpenCl.Device broken =
        new OpenCl.Device(0, 0, 1, 1, "card", "maker", "1", "clGetDeviceInfo: -5");
    for (String setting : new String[] {"auto", "all", "opencl-0"}) {
      DeviceChoice choice = DeviceChoice.of(setting);
      assertThat(choice.objection(away)).hasValue("it is not available");
      assertThat(choice.objection(broken)).hasValue("clGetDeviceInfo: -5");
    }
  }

  @Test
  void takesAllOrNone() {
    assertThat(DeviceChoice.of("all").objection(PROCESSOR)).isEmpty();
    assertThat(DeviceChoice.of("none").none()).isTrue();
  }

  @Test
  void refusesAnythingElse() {
    for (String wrong : new String[] {"gpu", "opencl", "opencl-0,", "all,none", "opencl-1000"}) {
      assertThatThrownBy(() -> DeviceChoice.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("takes auto, none, all, or names");
    }
  }
}
