/**
 * Dumps in, archives out: plan, emit, join, as transforms of Beam. What the transforms do stands in
 * classes that know no Beam; kernels are behind {@link org.vmcore.pipeline.OpenReport}.
 */
package org.vmcore.pipeline;
