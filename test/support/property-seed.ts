import * as fc from 'fast-check';
import { propertySeed } from './config.ts';

/** One seed for everybody: a property fails on the change that breaks it, not on whoever runs it next. */
fc.configureGlobal({ seed: propertySeed });
