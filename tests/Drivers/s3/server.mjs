// An S3 server for tests: s3rver, with what S3 does and it does not. Its store is made atomic and durable (an object appears whole or not at
// all), and it learns AbortMultipartUpload, ListMultipartUploads, `If-None-Match: *` on PutObject and CompleteMultipartUpload, and the checks of
// CompleteMultipartUpload. The answers are those of https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html.
// Environment: S3_ADDRESS, S3_PORT, S3_FOLDER, S3_ACCESS_KEY, S3_SECRET_KEY, S3_CONDITIONS=no (ignores the condition, as servers did before August 2024).
// Ends when its standard input does, so that no test run that was killed leaves it behind.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import Account from '@20minutes/s3rver/lib/models/account.js';
import S3Error from '@20minutes/s3rver/lib/models/error.js';

const { S3_ADDRESS, S3_PORT, S3_FOLDER, S3_ACCESS_KEY, S3_SECRET_KEY, S3_CONDITIONS } = process.env;
const conditions = S3_CONDITIONS !== 'no';
const smallestPart = 5 * 1024 * 1024;
const buckets = path.join(S3_FOLDER, 'buckets');
const incoming = path.join(S3_FOLDER, 'incoming');
fs.mkdirSync(buckets, { recursive: true });
fs.mkdirSync(incoming, { recursive: true });
Account.DUMMY_ACCOUNT.createKeyPair(S3_ACCESS_KEY, S3_SECRET_KEY);
Account.DUMMY_ACCOUNT.revokeAccessKey('S3RVER');

const server = new S3rver({ address: S3_ADDRESS, port: Number(S3_PORT), directory: buckets, silent: true, vhostBuckets: false });
const store = server.store;
const request = new AsyncLocalStorage();

const flush = (file) => { const handle = fs.openSync(file, 'r'); try { fs.fsyncSync(handle); } finally { fs.closeSync(handle); } };
const uploadsOf = (bucket) => store.getResourcePath(bucket, undefined, 'uploads');
const noSuchUpload = () => new S3Error('NoSuchUpload', 'The specified multipart upload does not exist.');
function uploadOf(bucket, id) {
  const folder = path.join(uploadsOf(bucket), path.basename(id));
  if (!fs.existsSync(path.join(folder, 'metadata'))) throw noSuchUpload();
  return folder;
}

const write = store.putContent.bind(store);
store.putContent = async (target, content) => {
  const file = path.join(incoming, randomUUID());
  try {
    const written = await write(file, content);
    flush(file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(file, target);
    return written;
  } finally {
    fs.rmSync(file, { force: true });
  }
};

store.putObject = async ({ bucket, key, content, metadata }) => {
  const onlyNew = conditions && request.getStore()?.get('if-none-match') === '*';
  const file = path.join(incoming, randomUUID());
  try {
    const [size, md5] = await write(file, content);
    flush(file);
    // From here to the end without an await: no other request comes between the check and the write.
    const target = store.getResourcePath(bucket, key, 'object');
    if (onlyNew && fs.existsSync(target)) {
      throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: 'If-None-Match' });
    }
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(`${target}.md5`, md5);
    fs.writeFileSync(store.getResourcePath(bucket, key, 'metadata.json'), JSON.stringify(metadata));
    fs.renameSync(file, target);
    return { size, md5 };
  } finally {
    fs.rmSync(file, { force: true });
  }
};

store.deleteObject = async (bucket, key) => {
  for (const kind of ['object', 'object.md5', 'metadata.json']) fs.rmSync(store.getResourcePath(bucket, key, kind), { force: true });
};

const putPart = store.putPart.bind(store);
store.putPart = async (bucket, id, number, content) => {
  const folder = uploadOf(bucket, id);
  const written = await putPart(bucket, id, number, content);
  // An abort that came meanwhile has removed the folder, and the part has made it again.
  if (!fs.existsSync(path.join(folder, 'metadata'))) { fs.rmSync(folder, { recursive: true, force: true }); throw noSuchUpload(); }
  return written;
};

const complete = store.putObjectMultipart.bind(store);
store.putObjectMultipart = async (bucket, id, parts) => {
  const folder = uploadOf(bucket, id);
  parts.forEach((part, index) => {
    const file = path.join(folder, String(part.number));
    if (!fs.existsSync(file) || fs.readFileSync(`${file}.md5`, 'utf8') !== part.etag) throw new S3Error('InvalidPart', 'A part is missing.');
    if (index > 0 && parts[index - 1].number >= part.number) throw new S3Error('InvalidPartOrder', 'The parts are not in order.');
    if (index < parts.length - 1 && fs.statSync(file).size < smallestPart) throw new S3Error('EntityTooSmall', 'A part is too small.');
  });
  return complete(bucket, id, parts);
};

// Within s3rver's own middleware that writes bodies as XML and just outside its router, which has checked the signature before it says that it
// lacks an operation.
server.middleware.splice(-1, 0, (ctx, next) => request.run(ctx, async () => {
  // s3rver signs /bucket where the client has asked for, and signed, /bucket/.
  if (/^\/[^/]+\/$/.test(ctx.path)) Object.assign(ctx, { mountPath: '/' }).state.vhost = true;
  if (!ctx.headers.authorization) throw new S3Error('AccessDenied', 'Access Denied');
  try {
    await next();
  } catch (error) {
    if (ctx.method === 'GET' && 'uploads' in ctx.query && error.code === 'NotImplemented') ctx.body = listUploads(ctx);
    else if (ctx.method === 'DELETE' && 'uploadId' in ctx.query && error.code === 'MethodNotAllowed') {
      fs.rmSync(uploadOf(ctx.params.bucket, ctx.query.uploadId), { recursive: true, force: true });
      ctx.status = 204;
    } else throw error;
  }
}));

function listUploads(ctx) {
  const root = uploadsOf(ctx.params.bucket);
  const most = Math.min(Number(ctx.query['max-uploads'] ?? 1000), 1000);
  const after = [ctx.query['key-marker'] ?? '', ctx.query['upload-id-marker'] ?? '\uffff'].join('\0');
  const uploads = (fs.existsSync(root) ? fs.readdirSync(root) : [])
    .filter((id) => fs.existsSync(path.join(root, id, 'metadata')))
    .map((id) => ({ Key: fs.readFileSync(path.join(root, id, 'key'), 'utf8'), UploadId: id, Initiated: fs.statSync(path.join(root, id, 'key')).mtime.toISOString() }))
    .filter(({ Key, UploadId }) => Key.startsWith(ctx.query.prefix ?? '') && `${Key}\0${UploadId}` > after)
    .sort((a, b) => (`${a.Key}\0${a.UploadId}` < `${b.Key}\0${b.UploadId}` ? -1 : 1));
  const page = uploads.slice(0, most);
  const more = uploads.length > page.length;
  return {
    ListMultipartUploadsResult: {
      '@': { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
      Bucket: ctx.params.bucket,
      ...(more ? { NextKeyMarker: page.at(-1).Key, NextUploadIdMarker: page.at(-1).UploadId } : {}),
      MaxUploads: most,
      IsTruncated: more,
      Upload: page,
    },
  };
}

await server.run();
console.log('listening');
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
