/** The bundled dump, end to end: its report against what the machine showed while it lived. */
package org.vmcore.sample;
