/**
 * Everything that the page says, in one place, so that it can be said in another language: a catalogue with
 * the same shape beside `en`, chosen here.
 */
import { app } from './en/app';
import { change } from './en/change';
import { errors } from './en/errors';
import { form } from './en/form';
import { keys } from './en/keys';
import { labels } from './en/labels';
import { list } from './en/list';
import { stats } from './en/stats';
import { suggestion } from './en/suggestion';
import { ticket } from './en/ticket';

export const strings = {
  app,
  change,
  errors,
  form,
  keys,
  labels,
  list,
  stats,
  suggestion,
  ticket,
};
