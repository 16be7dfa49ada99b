import { pageOf } from '../protocol/paging.js';
import { Refusal } from '../protocol/refusal.js';
import { idOf, textOf } from '../protocol/wire-value.js';
import { type Method, nothingFound } from './method.js';

/** `getPropertyMedia`: the gallery; everything is text but the property's id. */
export const getPropertyMedia: Method = ({ state, company, params, page, origin }) => {
  const property = state.directory.property(company, textOf(params.propertyId));
  const [mediaTypeId, mediaSubTypeId] = [textOf(params.mediaTypeId), textOf(params.mediaSubTypeId)];
  if (mediaTypeId === '') throw new Refusal(400, 'mediaTypeId is required.');
  if (mediaSubTypeId === '') throw new Refusal(400, 'mediaSubTypeId is required.');
  const media = Array.from({ length: property.imageCount }, (_, index) => ({
    id: String(Number(property.id) * 100 + index + 1),
    mediaTypeId,
    mediaTypeName: 'Photo',
    mediaSubTypeId,
    mediaSubTypeName: 'Gallery',
    referenceId: property.id,
    mediaProvider: '',
    mediaUrl: `${origin}/images/${property.id}/${index + 1}.svg`,
    mediaAltText: property.name,
    name: `view-${index + 1}`,
    description: '',
    caption: `${property.name}, view ${index + 1}`,
    height: '640',
    width: '960',
    mediaFormat: 'image/svg+xml',
  }));
  if (media.length === 0) return nothingFound;
  return { result: { propertyId: idOf(property.id), media: pageOf(media, page) }, total: media.length };
};
