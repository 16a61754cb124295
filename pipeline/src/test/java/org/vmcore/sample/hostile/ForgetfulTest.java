package org.vmcore.sample.hostile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.recovery.RuleNames;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.sample.BundledSample;

class ForgetfulTest {
  @Test
  void rulesFindAgainWhatTheKernelForgot() {
    try (Dump dump = Dumps.open(List.of(BundledSample.vmcore()))) {
      Program knowing = Kernels.withModules(LoadedModules::of).open(dump);
      Program forgetful = new Forgetful(dump, KernelInMemory.of(dump)).open(dump);

      long nrFound =
          RuleNames.all().stream()
              .filter(name -> knowing.findAddress(name).isPresent())
              .map(forgetful::findAddress)
              .filter(OptionalLong::isPresent)
              .count();

      assertThat(nrFound, greaterThan(60L));
    }
  }
}
