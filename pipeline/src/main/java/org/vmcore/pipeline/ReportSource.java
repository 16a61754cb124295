package org.vmcore.pipeline;

import java.io.Serializable;

/** Opens dumps; travels to the workers. */
public interface ReportSource extends Serializable {
  /**
   * @throws org.vmcore.io.Fault when there can be no report: one line for a person
   */
  OpenReport open(DumpRequest request);
}
